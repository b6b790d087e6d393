import { expect, it } from 'vitest'
import type { Entrusted } from './entrustedQueries.ts'
import { goodsOf, lineRight, orderLines } from './releaseLines.ts'

const balance = (item: string, lot: string, available: string) => ({ available, item: { id: item, code: item, scale: 0 }, lot: { id: lot, lotNo: lot } }) as unknown as Entrusted

it('adds up what lies here by item, a lot of two reserves once', () => {
  const goods = goodsOf([balance('b', 'l1', '5'), balance('a', 'l2', '7'), balance('b', 'l1', '2'), balance('b', 'l3', '1')])
  expect(goods.map(({ item, available, lots }) => [item.id, available, lots.map((lot) => lot.available)])).toEqual([['a', '7', ['7']], ['b', '8', ['7', '1']]])
  expect(lineRight(goods[1]!, { quantity: '8', lot: '' })).toBe(true)
  expect(lineRight(goods[1]!, { quantity: '9', lot: '' })).toBe(false)
  expect(lineRight(goods[1]!, { quantity: '8', lot: 'l1' }), 'not more than the lot has').toBe(false)
  expect(lineRight(goods[1]!, { quantity: '0', lot: '' })).toBe(false)
  expect(lineRight(goods[1]!, undefined)).toBe(true)
  expect(orderLines(goods, { a: { quantity: ' ', lot: '' }, b: { quantity: '３', lot: 'l3' } })).toEqual([{ itemId: 'b', lotId: 'l3', quantity: '3' }])
})
