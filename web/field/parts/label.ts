// What a scanned label says of the goods, and whether it is of the line in hand.
import type { Scanned } from '../../shared/scan/classify.ts'
import type { Gs1Fault, Reading } from '../../shared/scan/gs1.ts'
import type { Gtin, Item } from '../snapshot/catalogue.ts'

/** factor: base units in the pack that the label is on; inPacks: it is the standard pack of the item, not one of it; null: neither is known. */
export type Label = { lotNo: string | null; serialNo: string | null; expiresOn: string | null; inPacks: boolean | null; factor: string | null }

const said = (reading: Reading, link: Gtin | undefined, item: Pick<Item, 'packSize'>): Label => ({
  lotNo: reading.lot ?? null, serialNo: reading.serial ?? null, expiresOn: reading.expiresOn ?? reading.bestBefore ?? null, factor: link?.factor ?? null,
  inPacks: !link ? null : Number(link.factor) === 1 ? false : Number(link.factor) === Number(item.packSize) ? true : null,
})

/** The item of a reading and what its label says; null: its number is not linked to an item. */
export function goodsOf(reading: Reading, items: readonly Item[], gtins: readonly Gtin[]): { item: Item; label: Label } | null {
  const link = reading.gtin ? gtins.find((row) => row.gtin === reading.gtin) : undefined
  const item = link && items.find((row) => row.id === link.item.id)
  return item ? { item, label: said(reading, link, item) } : null
}

/** What is known with what a further label says: what the label does not say stays as it was. */
export const withLabel = <L extends { lotNo: string; serialNo: string; expiresOn: string | null }>(known: L, label: Pick<Label, 'lotNo' | 'serialNo' | 'expiresOn'>): L => ({
  ...known, lotNo: label.lotNo ?? known.lotNo, serialNo: label.serialNo ?? known.serialNo, expiresOn: label.expiresOn ?? known.expiresOn,
})

/** A line in hand as far as it is known; a lot, serial number or date that is empty or null is not known yet. */
export type Line = { item: Pick<Item, 'id' | 'packSize'>; lotNo?: string | null; serialNo?: string | null; expiresOn?: string | null }

/**
 * FITS: of the line. unlinked: the label's number is linked to no item, so that only its lot and dates are told. TEXT: no label, but a
 * text such as a lot number. ITEM_CODE: the code of the item itself, which says no pack.
 */
export type Checked =
  | { kind: 'FITS'; label: Label; unlinked: string | null }
  | { kind: 'TEXT'; text: string }
  | { kind: 'ITEM_CODE' }
  | { kind: 'UNREADABLE'; fault: Gs1Fault }
  | { kind: 'OTHER_ITEM'; item: string; label: string }
  | { kind: 'OTHER_LOT' | 'OTHER_SERIAL' | 'OTHER_EXPIRY'; expected: string; got: string }

/** Holds a scan against the line in hand. item of OTHER_ITEM: its code or id, as the scan names it. */
export function checkScan(scanned: Scanned, line: Line, code: string, gtins: readonly Gtin[]): Checked {
  if (scanned.kind === 'UNREADABLE') return { kind: 'UNREADABLE', fault: scanned.fault }
  if (scanned.kind === 'ITEM') return scanned.code === code ? { kind: 'ITEM_CODE' } : { kind: 'OTHER_ITEM', item: scanned.code, label: scanned.code }
  if (scanned.kind !== 'GS1') return { kind: 'TEXT', text: scanned.kind === 'UNKNOWN' ? scanned.text : scanned.kind === 'BIN' ? scanned.code : scanned.number }
  const { reading } = scanned
  const link = reading.gtin ? gtins.find((row) => row.gtin === reading.gtin) : undefined
  if (link && link.item.id !== line.item.id) return { kind: 'OTHER_ITEM', item: link.item.id, label: reading.gtin! }
  const label = said(reading, link, line.item)
  const pairs = [['OTHER_LOT', line.lotNo, label.lotNo], ['OTHER_SERIAL', line.serialNo, label.serialNo], ['OTHER_EXPIRY', line.expiresOn, label.expiresOn]] as const
  for (const [kind, expected, got] of pairs) if (expected && got && expected !== got) return { kind, expected, got }
  return { kind: 'FITS', label, unlinked: reading.gtin && !link ? reading.gtin : null }
}

/** What fits a line. */
export type Fits = Exclude<Checked, { kind: 'OTHER_ITEM' | 'OTHER_LOT' | 'OTHER_SERIAL' | 'OTHER_EXPIRY' | 'UNREADABLE' }>

type Of = Line & { item: { code: string }; done?: boolean }

/**
 * The line of a document that a scan names: of its goods and lot. Of several, one that is not done yet. refused: why it is none, by the
 * line that comes nearest; among: the lines of its goods.
 */
export function lineScanned<L extends Of>(scanned: Scanned, lines: readonly L[], gtins: readonly Gtin[]): { line: L; fits: Fits } | { refused: Checked; among: readonly L[] } {
  const held = lines.map((line) => ({ line, checked: checkScan(scanned, line, line.item.code, gtins) }))
  const fitting = held.filter(({ line, checked }) => {
    if (checked.kind === 'TEXT') return [line.lotNo, line.serialNo, line.item.code].some((no) => no?.toUpperCase() === checked.text.toUpperCase())
    // A number that is linked to nothing says no goods: the lot must say which line it is.
    return checked.kind === 'ITEM_CODE' || (checked.kind === 'FITS' && (!checked.unlinked || checked.label.lotNo !== null || checked.label.serialNo !== null))
  })
  const found = fitting.find(({ line }) => !line.done) ?? fitting[0]
  if (found) return { line: found.line, fits: found.checked as Fits }
  const near = held.filter(({ checked }) => checked.kind !== 'OTHER_ITEM')
  return { refused: (near[0] ?? held[0])?.checked ?? { kind: 'TEXT', text: '' }, among: near.map(({ line }) => line) }
}
