// What arrived of a waybill as a receiver types it: each line in full unless opened, then received + short + damaged = sent.
import { add, compare, fold, isZero, quantityProblem, subtract } from '../../../shared/decimal.ts'

export const differenceReasons = ['SHORT_LOADED', 'LOST_ON_WAY', 'DAMAGED', 'WET', 'WRONG_GOODS', 'OTHER'] as const
export type DifferenceReason = (typeof differenceReasons)[number]
export type SentLine = { readonly lineNo: number; readonly sent: string; readonly item: { readonly scale: number } }
/** Typed for one line; received follows from the other two. */
export type Difference = { readonly short: string; readonly damaged: string; readonly reason: DifferenceReason | null; readonly note: string }
export type DifferenceFault = 'NUMBER' | 'SCALE' | 'MORE' | 'REASON' | 'NOTHING'

export const noDifference: Difference = { short: '', damaged: '', reason: null, note: '' }

const orZero = (typed: string) => (fold(typed) === '' ? '0' : fold(typed))

/** What is left in good order; null while what is typed is wrong. */
export function receivedOf(line: SentLine, difference: Difference): string | null {
  const fault = faultOf(line, difference)
  if (fault !== null && fault !== 'REASON' && fault !== 'NOTHING') return null
  return subtract(line.sent, add(orZero(difference.short), orZero(difference.damaged)))
}

export function faultOf(line: SentLine, difference: Difference): DifferenceFault | null {
  for (const typed of [orZero(difference.short), orZero(difference.damaged)]) {
    const problem = quantityProblem(typed, line.item.scale, true)
    if (problem === 'SCALE') return 'SCALE'
    if (problem) return 'NUMBER'
  }
  const missing = add(orZero(difference.short), orZero(difference.damaged))
  if (compare(missing, line.sent) > 0) return 'MORE'
  if (isZero(missing)) return 'NOTHING'
  return difference.reason === null ? 'REASON' : null
}

export type ArrivalLine = { lineNo: number; received: string; short: string; damaged: string; reason: DifferenceReason; note?: string }

/** The lines to send: those that differ. Only for differences without fault. */
export function arrivalLines(lines: readonly SentLine[], differences: Readonly<Record<number, Difference>>): ArrivalLine[] {
  return lines.flatMap((line) => {
    const difference = differences[line.lineNo]
    const received = difference ? receivedOf(line, difference) : null
    if (!difference || received === null || difference.reason === null) return []
    const note = difference.note.trim()
    return [{ lineNo: line.lineNo, received, short: orZero(difference.short), damaged: orZero(difference.damaged), reason: difference.reason, ...(note ? { note } : {}) }]
  })
}
