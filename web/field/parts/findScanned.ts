import type { QueryClient } from '@tanstack/react-query'
import type { Scanned } from '../../shared/scan/classify.ts'
import { signal } from '../../shared/scan/signal.ts'
import { isReached } from '../reach.ts'
import { gtinsQuery, itemsQuery, renewGtins, type Item } from '../snapshot/catalogue.ts'
import { goodsOf, type Label } from './label.ts'

/** Lately enough: a number that is not known is asked of the server again. */
const late = 60_000

/** The item of a scan, and what its label says; null: it names none that is known here. */
export async function findScanned(scanned: Scanned, queries: QueryClient): Promise<{ item: Item; label?: Label } | null> {
  if (scanned.kind !== 'ITEM' && scanned.kind !== 'GS1') {
    if (scanned.kind === 'UNREADABLE') signal(false)
    return null
  }
  const items = (await queries.fetchQuery(itemsQuery)).value
  const item = scanned.kind === 'ITEM' ? items.find((row) => row.code === scanned.code) : undefined
  const found = scanned.kind === 'ITEM' ? (item ? { item } : null) : await goods(scanned.reading, items, queries)
  signal(found !== null)
  return found
}

async function goods(reading: Parameters<typeof goodsOf>[0], items: readonly Item[], queries: QueryClient) {
  const read = await queries.fetchQuery(gtinsQuery)
  const found = goodsOf(reading, items, read.value)
  // Perhaps it was linked today: ask, where that is possible, before it is said to be unknown.
  if (found || !reading.gtin || !isReached() || Date.now() - read.at < late) return found
  return goodsOf(reading, items, await renewGtins(queries).catch(() => read.value))
}
