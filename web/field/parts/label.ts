// What a scanned label says of the goods, beside which item they are.
import type { Reading } from '../../shared/scan/gs1.ts'
import type { Gtin, Item } from '../snapshot/catalogue.ts'

/** inPacks: the label is on a pack of the item, not on one of it; null: the label is of a level that is neither. */
export type Label = { lotNo: string | null; serialNo: string | null; expiresOn: string | null; inPacks: boolean | null }

/** The item of a reading and what its label says; null: its number is not linked to an item. */
export function goodsOf(reading: Reading, items: readonly Item[], gtins: readonly Gtin[]): { item: Item; label: Label } | null {
  const link = reading.gtin ? gtins.find((row) => row.gtin === reading.gtin) : undefined
  const item = link && items.find((row) => row.id === link.item.id)
  if (!item) return null
  const inPacks = Number(link.factor) === 1 ? false : Number(link.factor) === Number(item.packSize) ? true : null
  return { item, label: { lotNo: reading.lot ?? null, serialNo: reading.serial ?? null, expiresOn: reading.expiresOn ?? reading.bestBefore ?? null, inPacks } }
}

/** What is known with what a further label says: what the label does not say stays as it was. */
export const withLabel = <L extends { lotNo: string; serialNo: string; expiresOn: string | null }>(known: L, label: Pick<Label, 'lotNo' | 'serialNo' | 'expiresOn'>): L => ({
  ...known, lotNo: label.lotNo ?? known.lotNo, serialNo: label.serialNo ?? known.serialNo, expiresOn: label.expiresOn ?? known.expiresOn,
})
