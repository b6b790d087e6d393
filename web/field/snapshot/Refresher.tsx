// Keeps the snapshot up to date: the site in use when it is old, what a sent operation touched when it was answered.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { inDoubt, useQueue } from '../operations/queue.ts'
import { fetchPages } from '../pages/later.tsx'
import { useReached } from '../reach.ts'
import { useViewer } from '../session/useSession.ts'
import { readCatalogue } from './catalogue.ts'
import { readItem, readSite, siteReadAt } from './stock.ts'
import { stockChanged } from './useStock.ts'
import { tasksKey, useTasks } from './useTasks.ts'

const old = 15 * 60_000

export function Refresher() {
  const queries = useQueryClient()
  const sites = useViewer().keepsSites
  const reached = useReached()
  const { operations, status } = useQueue()
  const busy = status.phase === 'SENDING'

  useEffect(() => {
    if (!reached) return
    let stopped = false
    const refresh = async () => {
      await readCatalogue(queries) // without it, figures say nothing
      for (const site of sites) {
        const at = await siteReadAt(site.id)
        if (stopped || (at !== null && Date.now() - at < old)) continue
        await readSite(site.id, inDoubt)
        await stockChanged(queries, site.id)
      }
    }
    refresh().catch(() => undefined) // what is kept stays, with its time
    const timer = setInterval(() => void refresh().catch(() => undefined), old / 3)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [queries, sites, reached])

  const handled = useRef<number>(Date.now())
  useEffect(() => {
    if (busy) return
    const answered = operations.filter((operation) => (operation.answeredAt ?? 0) >= handled.current && operation.state === 'DONE')
    if (answered.length === 0) return
    handled.current = Date.now() + 1
    const touched = new Map(answered.flatMap((operation) => operation.effects).map((effect) => [`${effect.site} ${effect.item}`, effect]))
    void Promise.allSettled([...touched.values()].map(async ({ site, item }) => {
      await readItem(site, item, inDoubt)
      await stockChanged(queries, site)
    }))
    void queries.invalidateQueries({ queryKey: tasksKey })
    void queries.invalidateQueries({ queryKey: ['history'] })
    void queries.invalidateQueries({ queryKey: ['count'] })
  }, [queries, operations, busy])
  const counts = useTasks()?.counts
  useEffect(() => {
    if (counts) fetchPages().then(({ keepCounts }) => keepCounts(queries, counts)).catch(() => undefined) // what is kept stays
  }, [queries, counts])
  return null
}
