// What was really loaded of a trip as a dispatcher types it: each line in full unless less is typed, then with a reason.
import { add, compare, fold, quantityProblem } from '../../../shared/decimal.ts'

export const shortLoadReasons = ['NO_ROOM', 'TOO_HEAVY', 'NOT_READY', 'GOODS_NOT_FOUND', 'DAMAGED', 'OTHER'] as const
export type ShortLoadReason = (typeof shortLoadReasons)[number]
type Load<I> = { readonly lineId: string; readonly quantity: string; readonly lot: { readonly id: string; readonly lotNo: string }; readonly item: I }
export type PlannedLine<I> = Load<I>
export type Typed = { readonly loaded: string; readonly reason: ShortLoadReason | null; readonly note: string; readonly release: boolean }
export type LoadFault = 'NUMBER' | 'SCALE' | 'MORE' | 'REASON'
type Scaled = { readonly scale: number }

export const asPlanned = (line: { readonly quantity: string }): Typed => ({ loaded: line.quantity, reason: null, note: '', release: false })

/** The lines of a trip: a line picked up in parts is one. */
export function linesOf<I>(stops: readonly { readonly pickups: readonly Load<I>[] }[]): PlannedLine<I>[] {
  const lines = new Map<string, PlannedLine<I>>()
  for (const load of stops.flatMap((stop) => stop.pickups)) {
    const known = lines.get(load.lineId)
    lines.set(load.lineId, known ? { ...known, quantity: add(known.quantity, load.quantity) } : load)
  }
  return [...lines.values()]
}

export const isLess = (line: { readonly quantity: string }, typed: Typed): boolean => compare(fold(typed.loaded) || '0', line.quantity) < 0

export function faultOf(line: PlannedLine<Scaled>, typed: Typed): LoadFault | null {
  const problem = quantityProblem(fold(typed.loaded), line.item.scale, true)
  if (problem === 'SCALE') return 'SCALE'
  if (problem) return 'NUMBER'
  if (compare(fold(typed.loaded), line.quantity) > 0) return 'MORE'
  return isLess(line, typed) && typed.reason === null ? 'REASON' : null
}

/** The lines to send: those of which less was loaded. Only for what has no fault. */
export function loadedLines(lines: readonly PlannedLine<Scaled>[], typed: Readonly<Record<string, Typed>>) {
  return lines.flatMap((line) => {
    const told = typed[line.lineId]
    if (!told || !isLess(line, told)) return []
    const note = told.note.trim()
    return [{ lineId: line.lineId, loaded: fold(told.loaded), reason: told.reason, release: told.release, ...(note ? { note } : {}) }]
  })
}
