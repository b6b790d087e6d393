// The stock of a site by item and lot, as the server last said it.
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'
import { reaching } from '../reach.ts'
import { keep, kept, snapshot, type Kept, type KeptStock } from './database.ts'

const BalancesQuery = graphql(`
  query FieldBalances($site: ID!, $item: ID, $after: String) {
    balances(siteId: $site, itemId: $item, first: 250, after: $after) {
      nodes {
        item { id }
        lot { id lotNo serialNo expiresOn quality }
        reserve { id custody owner { id nameZh nameEn } }
        onHand available reserved onHold expired
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** One lot of one reserve at one site. */
export type StockRow = ResultOf<typeof BalancesQuery>['balances']['nodes'][number]

/** Whether what was read since askedAt may or may not hold an operation of this phone: then it says nothing. */
export type Doubt = (site: string, askedAt: number) => boolean

const keyOf = (site: string) => `stock:${site}`

async function loadBalances(site: string, item: string | null): Promise<StockRow[]> {
  const rows: StockRow[] = []
  for (let after: string | null = null; ; ) {
    const page: ResultOf<typeof BalancesQuery>['balances'] = (await reaching(ask(BalancesQuery, { site, item, after }))).balances
    rows.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return rows
    after = page.pageInfo.endCursor
  }
}

/** Reads the whole stock of a site anew. */
export async function readSite(site: string, doubt: Doubt): Promise<void> {
  const at = Date.now()
  const byItem = group(await loadBalances(site, null))
  if (doubt(site, at)) return
  const tx = (await snapshot()).transaction('stock', 'readwrite')
  for (const before of await tx.store.getAll(IDBKeyRange.bound([site], [site, []]))) if (!byItem.has(before.item)) await tx.store.put({ site, item: before.item, at, rows: [] })
  for (const [item, rows] of byItem) await tx.store.put({ site, item, at, rows })
  await tx.done
  await keep(keyOf(site), null, at)
}

/** Reads the stock of one item at a site anew. */
export async function readItem(site: string, item: string, doubt: Doubt): Promise<void> {
  const at = Date.now()
  const rows = await loadBalances(site, item)
  if (!doubt(site, at)) await (await snapshot()).put('stock', { site, item, at, rows })
}

/** When the whole stock of a site was last read; null: never. */
export const siteReadAt = async (site: string): Promise<number | null> => ((await kept(keyOf(site))) as Kept<null> | null)?.at ?? null

/** What is kept of a site, by item. */
export async function keptSite(site: string): Promise<ReadonlyMap<string, KeptStock>> {
  const rows = await (await snapshot()).getAll('stock', IDBKeyRange.bound([site], [site, []]))
  return new Map(rows.map((row) => [row.item, row]))
}

function group(rows: readonly StockRow[]): Map<string, StockRow[]> {
  const byItem = new Map<string, StockRow[]>()
  for (const row of rows) {
    const same = byItem.get(row.item.id)
    if (same) same.push(row)
    else byItem.set(row.item.id, [row])
  }
  return byItem
}
