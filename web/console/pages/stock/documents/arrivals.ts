// What arrived of a transfer, line by line, and the bins that it is put into.
import { add, compare, fold, isZero, quantityProblem, subtract } from '../../../../shared/decimal.ts'
import type { Refusal } from '../../../../shared/graphql/ask.ts'
import type { BinChoice } from '../../../../shared/storage.ts'

export type SentLine = { lineNo: number; quantity: string; item: { scale: number } }
/** So much of a line, as typed, and the bin that it is put into; null: none. */
export type Part = { received: string; bin: BinChoice | null }
/** By line number. A line that is not named arrived as sent. */
export type Arrivals = Readonly<Record<number, readonly Part[]>>

export const partsOf = (line: SentLine, arrivals: Arrivals): readonly Part[] => arrivals[line.lineNo] ?? [{ received: line.quantity, bin: null }]

export const partFits = (line: SentLine, { received }: Part): boolean => quantityProblem(received, line.item.scale, true) === null

const total = (parts: readonly Part[]): string => add('0', ...parts.map((part) => fold(part.received)))

/** What arrived of a line in all; null while it is not between zero and what was sent, in the item's scale. */
export function arrivedOf(line: SentLine, arrivals: Arrivals): string | null {
  const parts = partsOf(line, arrivals)
  if (!parts.every((part) => partFits(line, part))) return null
  const sum = total(parts)
  return compare(sum, line.quantity) <= 0 ? sum : null
}

export const missingOf = (line: SentLine, arrived: string): string => subtract(line.quantity, arrived)

/** What is to be told of the lines, as the API wants it: of those that came short or are put into bins; one bin of a line once. */
export function arrivalInputs(lines: readonly SentLine[], arrivals: Arrivals): { lineNo: number; received: string; binId: string | null }[] {
  return lines.flatMap((line) => {
    const parts = partsOf(line, arrivals)
    const whole = compare(total(parts), line.quantity) === 0
    if (whole && parts.every((part) => part.bin === null)) return []
    const bins = new Map<string | null, string>()
    for (const { received, bin } of parts) bins.set(bin?.id ?? null, add(bins.get(bin?.id ?? null) ?? '0', fold(received)))
    const told = [...bins].filter(([, received]) => !isZero(received))
    return (told.length > 0 ? told : [[null, '0'] as const]).map(([binId, received]) => ({ lineNo: line.lineNo, received, binId }))
  })
}

/** The number of the line that a refusal is about; null: it is about none of them. */
export function lineNoOf({ fields }: Refusal, inputs: readonly { lineNo: number }[]): number | null {
  for (const field of fields) {
    const [, list, at] = /^(lines|arrivals)\.(\d+)/.exec(field) ?? []
    if (list) return list === 'lines' ? Number(at) + 1 : (inputs[Number(at)]?.lineNo ?? null)
  }
  return null
}
