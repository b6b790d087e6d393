// The lines of a form about goods that lie at a site: nothing is picked, somebody stands before them.
import { add, compare, fold, quantityProblem, subtract } from '../../../../shared/decimal.ts'
import type { ItemChoice } from '../../../parts/items.ts'
import { plainQuantity } from './lines.ts'

export type GoodsLine = { key: number; item: ItemChoice | null; lotId: string | null; reserveId: string | null; holdId: string | null; quantity: string; found: boolean }

export const newGoodsLine = (key: number, item: ItemChoice | null = null): GoodsLine => ({ key, item, lotId: null, reserveId: null, holdId: null, quantity: '', found: false })

export const isBlankGoods = (line: GoodsLine): boolean => !line.item && line.quantity.trim() === ''

type Balance = { lot: { id: string; lotNo: string; serialNo: string; expiresOn: string | null }; reserve: { id: string; owner: { nameZh: string; nameEn: string } }; onHand: string; reserved: string }
type Hold = { id: string; lot: { id: string }; reserve: { id: string }; quantity: string; reason: string; document: { id: string } | null }

/** So much of a lot and reserve that can be chosen: what is free of it, or one of its holds. */
export type GoodsChoice = { key: string; lotId: string; reserveId: string; holdId: string | null; lotNo: string; expiresOn: string | null; owner: Balance['reserve']['owner']; onHand: string; most: string; holdReason: string | null }

export const choiceKey = (line: { lotId: string | null; reserveId: string | null; holdId: string | null }): string => (line.lotId ? `${line.lotId} ${line.reserveId ?? ''} ${line.holdId ?? ''}` : '')

/**
 * What can be chosen of an item. Holds that a document waits for are taken, and recovered goods are inspected first. With holdsOf false
 * (an adjustment, which shortens holds by itself) a lot is one choice, its holds included.
 */
export function goodsChoices(balances: readonly Balance[], holds: readonly Hold[], byHold: boolean): GoodsChoice[] {
  return balances.flatMap((balance) => {
    const own = holds.filter((hold) => hold.lot.id === balance.lot.id && hold.reserve.id === balance.reserve.id)
    const base = { lotId: balance.lot.id, reserveId: balance.reserve.id, lotNo: balance.lot.serialNo || balance.lot.lotNo, expiresOn: balance.lot.expiresOn, owner: balance.reserve.owner, onHand: balance.onHand }
    const unreserved = subtract(balance.onHand, balance.reserved)
    const most = byHold ? subtract(unreserved, add(...own.map((hold) => hold.quantity))) : unreserved
    const free = { ...base, key: choiceKey({ ...base, holdId: null }), holdId: null, most, holdReason: null }
    if (!byHold) return [free]
    return [free, ...own.filter((hold) => hold.document === null && hold.reason !== 'AWAITING_INSPECTION').map((hold) => ({ ...base, key: choiceKey({ ...base, holdId: hold.id }), holdId: hold.id, most: hold.quantity, holdReason: hold.reason }))]
  })
}

export type GoodsProblem = 'ITEM' | 'GOODS' | 'EMPTY' | 'NUMBER' | 'SCALE' | 'ZERO' | 'LARGE' | 'MORE'

/** What the form itself knows to be wrong with a line. */
export function goodsProblems(line: GoodsLine, choice: GoodsChoice | undefined): GoodsProblem[] {
  if (!line.item) return ['ITEM']
  const problems: GoodsProblem[] = line.lotId ? [] : ['GOODS']
  const problem = quantityProblem(line.quantity, line.item.scale)
  if (problem) return [...problems, problem]
  return choice && !line.found && compare(fold(line.quantity), choice.most) > 0 ? [...problems, 'MORE'] : problems
}

/** A line as the API wants it, with what the page shows on hand: refused where that is not true any more. */
export const goodsInput = (line: GoodsLine, choice: GoodsChoice | undefined) => ({
  itemId: line.item!.id, lotId: line.lotId!, reserveId: choice?.reserveId ?? line.reserveId, holdId: line.holdId, quantity: plainQuantity(line.quantity), expectedQuantity: choice?.onHand ?? null,
})

/** On hand after an adjustment; null while the figure is none. */
export function afterwards(line: GoodsLine, choice: GoodsChoice | undefined): string | null {
  if (!choice || !line.item || quantityProblem(line.quantity, line.item.scale)) return null
  const typed = fold(line.quantity)
  return line.found ? add(choice.onHand, typed) : subtract(choice.onHand, typed)
}
