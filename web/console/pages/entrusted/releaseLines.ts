// The lines of an owner's order while they are typed: for each item that lies here how much may go, of any lot or of one.
import { add, compare, fold, quantityProblem } from '../../../shared/decimal.ts'
import type { Entrusted } from './entrustedQueries.ts'

export type Goods = { item: Entrusted['item']; available: string; lots: { id: string; lotNo: string; available: string }[] }
export type Typed = Readonly<Record<string, { quantity: string; lot: string } | undefined>>

/** What lies here by item, in order of code. */
export function goodsOf(balances: readonly Entrusted[]): Goods[] {
  const byItem = new Map<string, Goods>()
  for (const { item, lot, available } of balances) {
    const goods = byItem.get(item.id) ?? { item, available: '0', lots: [] }
    goods.available = add(goods.available, available)
    const same = goods.lots.find((one) => one.id === lot.id) // one lot may lie in two reserves
    if (same) same.available = add(same.available, available)
    else goods.lots.push({ id: lot.id, lotNo: lot.lotNo, available })
    byItem.set(item.id, goods)
  }
  return [...byItem.values()].sort((a, b) => (a.item.code < b.item.code ? -1 : 1))
}

/** Whether what was typed of an item can be let go: nothing typed is right too. */
export function lineRight(goods: Goods, typed: Typed[string]): boolean {
  if (!typed || fold(typed.quantity) === '') return true
  const most = typed.lot === '' ? goods.available : (goods.lots.find((lot) => lot.id === typed.lot)?.available ?? '0')
  return quantityProblem(typed.quantity, goods.item.scale) === null && compare(fold(typed.quantity), most) <= 0
}

export const orderLines = (goods: readonly Goods[], typed: Typed) =>
  goods.flatMap(({ item }) => {
    const line = typed[item.id]
    return line && fold(line.quantity) !== '' ? [{ itemId: item.id, lotId: line.lot || null, quantity: fold(line.quantity) }] : []
  })
