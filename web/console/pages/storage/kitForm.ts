// What is typed about kits, what is wrong with it, and what comes out of kits that are broken up.
import { add, compare, fold, isZero, portion, quantityProblem, subtract } from '../../../shared/decimal.ts'
import type { ItemChoice } from '../../parts/items.ts'

export type ContentLine = { key: number; item: ItemChoice | null; quantity: string }
export type ContentProblem = 'ITEM' | 'TWICE' | 'ITSELF' | 'QUANTITY'

export const blankContent = (key: number): ContentLine => ({ key, item: null, quantity: '' })
export const isBlankContent = (line: ContentLine): boolean => line.item === null && line.quantity.trim() === ''

/** What is wrong with each line of what a kit holds, by its key; the server knows of rings over several kits. */
export function contentProblems(kit: ItemChoice | null, lines: readonly ContentLine[]): Map<number, ContentProblem> {
  const problems = new Map<number, ContentProblem>()
  for (const [at, line] of lines.entries()) {
    if (isBlankContent(line)) continue
    if (!line.item) problems.set(line.key, 'ITEM')
    else if (line.item.id === kit?.id) problems.set(line.key, 'ITSELF')
    else if (lines.slice(0, at).some((other) => other.item?.id === line.item!.id)) problems.set(line.key, 'TWICE')
    else if (quantityProblem(line.quantity, line.item.scale) !== null) problems.set(line.key, 'QUANTITY')
  }
  return problems
}

/** A number for a new lot of kits that none of those known has. */
export function nextLotNo(today: string, taken: readonly string[]): string {
  const first = `ZZ${today.replaceAll('-', '')}`
  for (let n = 1; ; n++) {
    const no = n === 1 ? first : `${first}-${n}`
    if (!taken.includes(no)) return no
  }
}

type Part = { item: { id: string }; quantity: string; unpacked: string; kits: string }
export type Emerging<P extends Part> = { item: P['item']; due: string; lots: { part: P; quantity: string }[] }

/** What comes out of so many kits of a lot, by item: of several lots those that expire first, as the server takes them. parts: in that order. */
export function comesOut<P extends Part>(parts: readonly P[], kits: string): Emerging<P>[] {
  const byItem = new Map<string, P[]>()
  for (const part of parts) byItem.set(part.item.id, [...(byItem.get(part.item.id) ?? []), part])
  return [...byItem.values()].map((own) => {
    const due = portion(add(...own.map((part) => part.quantity)), kits, own[0]!.kits)
    let rest = due
    const lots = own.flatMap((part) => {
      const left = subtract(part.quantity, part.unpacked)
      const quantity = compare(left, rest) < 0 ? left : rest
      rest = subtract(rest, quantity)
      return isZero(quantity) ? [] : [{ part, quantity }]
    })
    return { item: own[0]!.item, due, lots }
  })
}

/** Why a figure of missing goods is none; empty: nothing is missing. */
export function missingProblem(typed: string, scale: number, due: string): boolean {
  const read = fold(typed)
  return read !== '' && (quantityProblem(read, scale, true) !== null || compare(read, due) > 0)
}
