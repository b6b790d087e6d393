import { describe, expect, it } from 'vitest'
import { afterwards, goodsChoices, goodsInput, goodsProblems, newGoodsLine } from './goods.ts'

const item = { id: 'i', code: 'XQ-1', nameZh: '毯', nameEn: 'Blanket', unitZh: '床', unitEn: 'pc', scale: 0, spec: '', packSize: '1', packageNameZh: '', packPolicy: 'LOOSE' as const, tracking: 'LOT' as const, shelfLifeDays: null }
const owner = { nameZh: '局', nameEn: 'Bureau' }
const balance = { lot: { id: 'A', lotNo: 'A', serialNo: '', expiresOn: null }, reserve: { id: 'r', owner }, onHand: '30', reserved: '4' }
const hold = (id: string, quantity: string, reason = 'DAMAGED', document: { id: string } | null = null) => ({ id, lot: { id: 'A' }, reserve: { id: 'r' }, quantity, reason, document })

describe('what can be chosen of a lot', () => {
  it('is what is neither reserved nor on hold, and each hold that is free to be taken', () => {
    const choices = goodsChoices([balance], [hold('h1', '5'), hold('h2', '3', 'SUSPECT', { id: 'd' }), hold('h3', '2', 'AWAITING_INSPECTION')], true)
    expect(choices.map(({ holdId, most, holdReason }) => ({ holdId, most, holdReason }))).toEqual([{ holdId: null, most: '16', holdReason: null }, { holdId: 'h1', most: '5', holdReason: 'DAMAGED' }])
  })
  it('is for an adjustment all that is not reserved', () => {
    expect(goodsChoices([balance], [hold('h1', '5')], false)).toMatchObject([{ most: '26', holdId: null }])
  })
})
describe('a line', () => {
  const [free] = goodsChoices([balance], [], false)
  const line = { ...newGoodsLine(1, item), lotId: 'A', reserveId: 'r', quantity: '２' }
  it('needs an item, goods and a quantity that is there', () => {
    expect(goodsProblems(newGoodsLine(1), undefined)).toEqual(['ITEM'])
    expect(goodsProblems(newGoodsLine(1, item), undefined)).toEqual(['GOODS', 'EMPTY'])
    expect(goodsProblems(line, free)).toEqual([])
    expect(goodsProblems({ ...line, quantity: '27' }, free)).toEqual(['MORE'])
    expect(goodsProblems({ ...line, quantity: '27', found: true }, free)).toEqual([])
    expect(goodsProblems({ ...line, quantity: '1.5' }, free)).toEqual(['SCALE'])
  })
  it('tells what is on hand afterwards, and carries what was seen', () => {
    expect(afterwards(line, free)).toBe('28')
    expect(afterwards({ ...line, found: true }, free)).toBe('32')
    expect(goodsInput(line, free)).toMatchObject({ quantity: '2', expectedQuantity: '30', holdId: null })
  })
})
