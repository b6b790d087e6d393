// The figures of a site on the screen, and the reading behind them.
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { inDoubt, useQueue } from '../operations/queue.ts'
import { figuresOf, type ItemFigures } from './projection.ts'
import { keptSite, readItem, siteReadAt } from './stock.ts'

const keyOf = (site: string) => ['stock', site]
const over = ['stock of several sites']

/** What is kept of a site changed: show it. */
export async function stockChanged(queries: QueryClient, site: string): Promise<void> {
  await queries.invalidateQueries({ queryKey: keyOf(site) })
  await queries.invalidateQueries({ queryKey: over })
}

const keptQuery = (site: string | null) =>
  queryOptions({ queryKey: keyOf(site ?? ''), queryFn: async () => ({ items: await keptSite(site!), at: await siteReadAt(site!) }), enabled: site !== null, staleTime: Infinity })

/** A function that gives the figures of an item at the site, and when the site was read; undefined until the kept stock is here. */
export function useFigures(site: string | null): { of: (item: string) => ItemFigures; at: number | null } | undefined {
  const kept = useQuery(keptQuery(site)).data
  const { operations } = useQueue()
  return useMemo(() => {
    if (!kept || site === null) return undefined
    const known = new Map<string, ItemFigures>()
    const of = (item: string): ItemFigures => {
      const figures = known.get(item) ?? figuresOf(kept.items.get(item), operations, site, item)
      known.set(item, figures)
      return figures
    }
    return { of, at: kept.at }
  }, [kept, operations, site])
}

/** A function that gives the lots of an item at the site, once the kept stock is here: a label may be scanned before that. None, where it cannot be read. */
export function useLotsHere(site: string | null): (item: string) => Promise<ItemFigures['lots']> {
  const queries = useQueryClient()
  const { operations } = useQueue()
  return async (item) => (site === null ? [] : figuresOf((await queries.fetchQuery(keptQuery(site)).catch(() => null))?.items.get(item), operations, site, item).lots)
}

/** The figures of one item at several sites; sites whose kept stock is not here yet are left out. */
export function useFiguresOver<S extends { id: string }>(sites: readonly S[], item: string): { site: S; figures: ItemFigures }[] {
  const queries = useQueryClient()
  const ids = sites.map((site) => site.id)
  // Of each site's own query, so that it is read once; useQueries would do as well, and weigh on the first load.
  const kept = useQuery({ queryKey: [...over, ...ids], queryFn: () => Promise.all(ids.map((id) => queries.fetchQuery(keptQuery(id)))), staleTime: Infinity }).data
  const { operations } = useQueue()
  return sites.flatMap((site, index) => {
    const data = kept?.[index]
    return data ? [{ site, figures: figuresOf(data.items.get(item), operations, site.id, item) }] : []
  })
}

/** Reads an item's stock anew while it is on the screen; without a network what is kept stays. */
export function useFreshItem(site: string | null, item: string | null): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (site && item) readItem(site, item, inDoubt).then(() => stockChanged(queries, site), () => undefined)
  }, [queries, site, item])
}
