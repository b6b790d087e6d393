// An open stocktake as this phone keeps it: its lines and the bins of its site, so that it can be counted without a network.
import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { loadBins } from '../../snapshot/bins.ts'
import { kept } from '../../snapshot/database.ts'
import { readThrough } from '../../snapshot/read.ts'
import type { CountTask } from '../../snapshot/tasks.ts'
import { sendFigures } from './draft.ts'

const CountQuery = graphql(`
  query FieldCount($id: ID!, $after: String) {
    node(id: $id) {
      ... on StockCount {
        id number state blind counters note site { id nameZh nameEn }
        lines(first: 250, after: $after) {
          nodes {
            id lineNo progress mine onHand bin { id code }
            item { id code nameZh nameEn unitZh unitEn scale spec packSize packageNameZh tracking }
            lot { id lotNo serialNo expiresOn } reserve { id custody owner { nameZh nameEn } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`)
type Found = NonNullable<ResultOf<typeof CountQuery>['node']>
export type CountLine = Extract<Found, { number: string }>['lines']['nodes'][number]
export type CountRead = Omit<Extract<Found, { number: string }>, 'lines'> & { lines: readonly CountLine[]; bins: readonly { id: string; code: string }[] }

/** Reads a stocktake whole; null: there is none that the viewer may see. */
async function loadCount(id: string): Promise<CountRead | null> {
  const lines: CountLine[] = []
  for (let after: string | null = null; ; ) {
    const node: ResultOf<typeof CountQuery>['node'] = (await ask(CountQuery, { id, after })).node
    if (!node || !('number' in node)) return null
    lines.push(...node.lines.nodes)
    after = node.lines.pageInfo.hasNextPage ? node.lines.pageInfo.endCursor : null
    if (after === null) return { ...node, lines, bins: await loadBins(node.site.id) }
  }
}

const keyOf = (id: string) => `count:${id}`
const countQuery = (id: string) => queryOptions({ queryKey: ['count', id], queryFn: () => readThrough(keyOf(id), () => loadCount(id)), staleTime: 60_000 })

/** The stocktake, and when it was read; null: none that the viewer may see. */
export function useCount(id: string): { count: CountRead | null | undefined; at: number; failed: boolean } {
  const query = useQuery(countQuery(id))
  return { count: query.data?.value, at: query.data?.at ?? 0, failed: query.isError }
}

const old = 10 * 60_000

/** Reads the open stocktakes that this phone does not have, or has as they were long ago; and sends what was left in a form. */
export async function keepCounts(queries: QueryClient, counts: readonly CountTask[]): Promise<void> {
  await sendFigures()
  for (const { id } of counts) {
    const before = await kept(keyOf(id))
    if (!before || Date.now() - before.at > old) await queries.fetchQuery(countQuery(id))
  }
}
