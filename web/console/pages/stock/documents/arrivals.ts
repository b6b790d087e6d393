// What arrived of a transfer, line by line.
import { compare, fold, quantityProblem, subtract } from '../../../../shared/decimal.ts'

export type SentLine = { lineNo: number; quantity: string; item: { scale: number } }

/** Whether a typed figure is between zero and what was sent, in the item's scale. */
export const arrivalFits = (line: SentLine, typed: string): boolean => quantityProblem(typed, line.item.scale, true) === null && compare(fold(typed), line.quantity) <= 0

/** The lines that arrived short, as the API wants them; lines that arrived in full are not named. */
export function shortArrivals(lines: readonly SentLine[], received: Readonly<Record<number, string>>): { lineNo: number; received: string }[] {
  return lines.flatMap((line) => {
    const typed = fold(received[line.lineNo] ?? line.quantity)
    return compare(typed, line.quantity) < 0 ? [{ lineNo: line.lineNo, received: typed }] : []
  })
}

export const missingOf = (line: SentLine, typed: string): string => subtract(line.quantity, fold(typed))
