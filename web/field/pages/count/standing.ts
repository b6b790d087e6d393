// How far a stocktake is on this phone: what the server said, and what was counted here and has not come there. Pure.
import type { Operation } from '../../../shared/outbox/operation.ts'
import { isPending } from '../../../shared/outbox/operation.ts'
import type { Scanned } from '../../../shared/scan/classify.ts'
import type { Gtin } from '../../snapshot/catalogue.ts'
import type { Counting, Figure, Review } from './draft.ts'
import type { CountLine, CountRead } from './kept.ts'
import { textOfScan } from './scanned.ts'

/** mine: what this person has counted in this round, in base units; null: nothing. open: it waits for a figure of theirs. */
export type Standing = { line: CountLine; mine: string | null; open: boolean }
/** A bin of the stocktake, or what lies in none; extra: what was found beside the list, and is not on it yet. */
export type Place = { bin: string | null; code: string; lines: readonly Standing[]; extra: readonly Figure[]; left: number }

/** The figures of a stocktake that the server did not have when it was read: in the form, waiting, or answered only since. */
function unread(count: string, operations: readonly Operation[], form: Counting, readAt: number): { bin: string | null; figure: Figure }[] {
  const sent = operations
    .filter((operation) => operation.kind === 'enterStockCount' && (isPending(operation) || (operation.state === 'DONE' && (operation.answeredAt ?? 0) > readAt)))
    .map((operation) => operation.form?.draft as Review | undefined)
  return [...sent, { spot: form.spot, figures: form.figures }].flatMap((made) => (made?.spot?.count === count ? made.figures.map((figure) => ({ bin: made.spot!.bin, figure })) : []))
}

const isSame = (line: CountLine, figure: Figure) =>
  line.item.id === figure.item.id && (figure.lot ? line.lot.id === figure.lot && (!figure.reserve || line.reserve.id === figure.reserve) : line.lot.lotNo === figure.lotNo && line.lot.serialNo === figure.serialNo)

/** The places of a stocktake in the order in which they are walked, what lies in no bin first. */
export function placesOf(count: CountRead, operations: readonly Operation[], form: Counting, readAt: number): Place[] {
  const made = unread(count.id, operations, form, readAt)
  const places = new Map<string | null, { bin: string | null; code: string; lines: Standing[]; extra: Figure[] }>()
  const at = (bin: string | null, code: string) => {
    const place = places.get(bin) ?? { bin, code, lines: [], extra: [] }
    places.set(bin, place)
    return place
  }
  for (const line of count.lines) {
    const bin = line.bin?.id ?? null
    const here = made.filter(({ figure, bin: of }) => (figure.line ? figure.line === line.id : of === bin && isSame(line, figure))).at(-1)?.figure
    const mine = here?.quantity ?? line.mine
    at(bin, line.bin?.code ?? '').lines.push({ line, mine, open: mine === null && line.progress !== 'COUNTED' })
  }
  for (const { bin, figure } of made) {
    if (figure.line) continue
    const place = at(bin, count.bins.find((row) => row.id === bin)?.code ?? '')
    if (!place.lines.some(({ line }) => isSame(line, figure))) place.extra = [...place.extra.filter((other) => other.item.id !== figure.item.id || other.lotNo !== figure.lotNo || other.serialNo !== figure.serialNo), figure]
  }
  return [...places.values()].map((place) => ({ ...place, left: place.lines.filter((standing) => standing.open).length }))
}

/** A bin by what was scanned or typed: its code, or an address that ends with it. */
export function binBy<B extends { code: string }>(bins: readonly B[], text: string): B | undefined {
  const code = text.trim().toUpperCase().replace(/^.*\//, '')
  return bins.find((bin) => bin.code.toUpperCase() === code)
}

/** The line of a place that a scanned text names: by serial number, lot number or item code; only where it is one. */
export function lineBy(lines: readonly Standing[], text: string): Standing | undefined {
  for (const of of [(line: CountLine) => line.lot.serialNo, (line: CountLine) => line.lot.lotNo, (line: CountLine) => line.item.code]) {
    const found = lines.filter(({ line }) => of(line).toUpperCase() === text.toUpperCase())
    if (found.length === 1) return found[0]
  }
  return undefined
}

/**
 * The line of a place that a scan names. A label whose number is linked names lots of its item only, where the lot number alone might be
 * that of other goods; where it says no lot, the item's one line. Null: none, or several.
 */
export function lineOfScan(lines: readonly Standing[], scanned: Scanned, gtins: readonly Gtin[]): Standing | undefined {
  const item = scanned.kind === 'GS1' ? gtins.find((row) => row.gtin === scanned.reading.gtin)?.item.id : undefined
  if (!item || scanned.kind !== 'GS1') return lineBy(lines, textOfScan(scanned))
  const { lot, serial } = scanned.reading
  const found = lines.filter(({ line }) => line.item.id === item && (serial ? line.lot.serialNo === serial : !lot || line.lot.lotNo === lot))
  return found.length === 1 ? found[0] : undefined
}

/** The line after one that still waits for a figure; from the beginning after the last. */
export function nextOpen(lines: readonly Standing[], after: string | null): Standing | undefined {
  const from = lines.findIndex(({ line }) => line.id === after) + 1
  return [...lines.slice(from), ...lines.slice(0, from)].find((standing) => standing.open && standing.line.id !== after)
}
