// The lines of a receipt, an issue or a transfer while they are typed.
import type { Refusal } from '../../../../shared/graphql/ask.ts'
import { fold, quantityProblem, times } from '../../../../shared/decimal.ts'
import type { ItemChoice } from '../../../parts/items.ts'

export type Line = {
  /** Stays with the line while others come and go. */
  key: number
  item: ItemChoice | null
  quantity: string
  inPacks: boolean
  lotNo: string
  serialNo: string
  madeOn: string
  expiresOn: string
  /** A lot chosen by hand; null: first expired, first out. */
  lotId: string | null
  /** The bin that goods are put into where they arrive; null or absent: none. */
  bin?: { id: string; code: string } | null
}

export const newLine = (key: number, item: ItemChoice | null = null): Line => ({ key, item, quantity: '', inPacks: false, lotNo: '', serialNo: '', madeOn: '', expiresOn: '', lotId: null })

export const isBlankLine = (line: Line): boolean => !line.item && [line.quantity, line.lotNo, line.serialNo, line.expiresOn, line.madeOn].every((cell) => cell.trim() === '')

export const nextKey = (lines: readonly { key: number }[]): number => Math.max(0, ...lines.map((line) => line.key)) + 1

/** The lines with an item that a link chose: on the first line without one, where somebody may be typing already, else on a new one. */
export function withItem(lines: readonly Line[], item: ItemChoice): Line[] {
  if (lines.some((line) => line.item?.code === item.code)) return [...lines]
  const free = lines.find((line) => !line.item)
  return free ? lines.map((line) => (line === free ? { ...line, item } : line)) : [...lines, newLine(nextKey(lines), item)]
}

export type LineField = 'itemId' | 'quantity' | 'lotNo' | 'serialNo' | 'madeOn' | 'expiresOn' | 'lotId'
export type LineProblem = { field: LineField; code: 'ITEM' | 'EMPTY' | 'NUMBER' | 'SCALE' | 'ZERO' | 'LARGE' | 'LOT_NO' | 'EXPIRY_MISSING' | 'SERIAL' }

/** What the form itself knows to be wrong with a line; the server knows the rest. */
export function lineProblems(line: Line, receipt: boolean): LineProblem[] {
  const problems: LineProblem[] = []
  if (!line.item) return [{ field: 'itemId', code: 'ITEM' }]
  const problem = quantityProblem(line.quantity, line.inPacks ? 0 : line.item.scale)
  if (problem) problems.push({ field: 'quantity', code: problem })
  if (!receipt) return problems
  if (line.lotNo.trim() === '' || line.lotNo.trim().length > 40) problems.push({ field: 'lotNo', code: 'LOT_NO' })
  if (line.item.shelfLifeDays !== null && line.expiresOn === '') problems.push({ field: 'expiresOn', code: 'EXPIRY_MISSING' })
  if (line.item.tracking === 'SERIAL' && (line.serialNo.trim() === '' || fold(line.quantity) !== '1')) problems.push({ field: 'serialNo', code: 'SERIAL' })
  return problems
}

/** What a line counts in base units; null while it is not a quantity. */
export function baseQuantity(line: Line): string | null {
  if (!line.item || quantityProblem(line.quantity, line.inPacks ? 0 : line.item.scale)) return null
  return line.inPacks ? times(fold(line.quantity), line.item.packSize) : fold(line.quantity)
}

/** A typed figure as the API wants it: half-width, without leading zeros. */
export const plainQuantity = (typed: string): string => fold(typed).replace(/^0+(?=\d)/, '')

export const receiptLineInput = (line: Line) => ({
  itemId: line.item!.id, quantity: plainQuantity(line.quantity), inPacks: line.inPacks, lotNo: line.lotNo.trim(),
  serialNo: line.serialNo.trim() || null, madeOn: line.madeOn || null, expiresOn: line.expiresOn || null, binId: line.bin?.id ?? null,
})

export const issueLineInput = (line: Line) => ({ itemId: line.item!.id, quantity: plainQuantity(line.quantity), inPacks: line.inPacks, lotId: line.lotId })

/**
 * Which line a refusal is about: the one its fields name; for a minimum, which the server does not pin to a line, the one whose item
 * its sentence names, or the only line.
 */
export function lineOf(refusal: Refusal, lines: readonly Line[]): number | null {
  for (const field of refusal.fields) {
    const match = /^lines\.(\d+)/.exec(field)
    if (match) return Number(match[1])
  }
  if (refusal.code !== 'BELOW_MINIMUM') return null
  if (lines.length === 1) return 0
  const named = lines.findIndex(({ item }) => item && (refusal.message.includes(item.nameZh) || refusal.message.includes(item.nameEn)))
  return named < 0 ? null : named
}
