// What is typed in from paper, and what goes to the server. Pure.
import { fold, quantityProblem } from '../../../shared/decimal.ts'
import type { ItemChoice } from '../../parts/items.ts'
import type { CountLine, EntryInput } from './countQueries.ts'

export type Typed = { quantity: string; inPacks: boolean }
export type BesideRow = { key: number; item: ItemChoice | null; lotNo: string; serialNo: string; expiresOn: string; quantity: string }
/** at: the time on the sheet, as typed. */
export type Sheet = { at: string; figures: Readonly<Record<string, Typed>>; beside: readonly BesideRow[] }
export const emptySheet = (): Sheet => ({ at: '', figures: {}, beside: [] })
export const isBlankSheet = (sheet: Sheet): boolean => sheet.at === '' && Object.values(sheet.figures).every((typed) => typed.quantity === '') && sheet.beside.length === 0

/** The lines of a place in their order; places in the order of the lines. */
export function byBin(lines: readonly CountLine[]): { bin: { id: string; code: string } | null; lines: CountLine[] }[] {
  const places = new Map<string | null, { bin: { id: string; code: string } | null; lines: CountLine[] }>()
  for (const line of lines) {
    const place = places.get(line.bin?.id ?? null) ?? { bin: line.bin, lines: [] }
    place.lines.push(line)
    places.set(line.bin?.id ?? null, place)
  }
  return [...places.values()]
}

/** Whether a typed figure is one, or blank. */
export const figureFits = (typed: Typed | undefined, scale: number): boolean => !typed || fold(typed.quantity) === '' || quantityProblem(typed.quantity, typed.inPacks ? 0 : scale, true) === null

const isBlankRow = (row: BesideRow) => !row.item && row.lotNo === '' && row.quantity === ''
export const besideFits = (row: BesideRow): boolean => isBlankRow(row) || (row.item !== null && row.lotNo.trim() !== '' && quantityProblem(row.quantity, row.item.scale, true) === null)

/** What goes to the server: what is filled in, of the lines shown; blank is left out, zero is a figure. */
export function entriesOf(sheet: Sheet, lines: readonly CountLine[], binId: string | null, countedAt: string): { entry: EntryInput; lineNo: number | null; row: number | null }[] {
  return [
    ...lines.flatMap((line) => {
      const typed = sheet.figures[line.id]
      if (!typed || fold(typed.quantity) === '') return []
      return [{ entry: { lineId: line.id, quantity: fold(typed.quantity), inPacks: typed.inPacks, countedAt }, lineNo: line.lineNo, row: null }]
    }),
    ...sheet.beside.flatMap((beside, row) =>
      beside.item && !isBlankRow(beside)
        ? [{ entry: { itemId: beside.item.id, lotNo: beside.lotNo.trim(), serialNo: beside.serialNo.trim() || null, expiresOn: beside.expiresOn || null, binId, quantity: fold(beside.quantity), countedAt }, lineNo: null, row: row + 1 }]
        : []),
  ]
}
