import { describe, expect, it } from 'vitest'
import type { ItemChoice } from '../../../parts/items.ts'
import { baseQuantity, isBlankLine, lineOf, lineProblems, newLine, nextKey, plainQuantity, receiptLineInput, withItem } from './lines.ts'
import { instantOf } from './instant.ts'

const water: ItemChoice = { id: 'item_1', code: 'XQ-LR-0043', nameZh: '瓶装饮用水500mL', nameEn: 'Bottled drinking water 500 mL', unitZh: '瓶', unitEn: 'bottle', scale: 0, spec: '', packSize: '24', packageNameZh: '箱', packPolicy: 'WHOLE_PACKS', tracking: 'LOT', shelfLifeDays: 365 }
const phone: ItemChoice = { ...water, id: 'item_2', code: 'XQ-CP-0001', nameZh: '天通卫星电话', nameEn: 'Satellite phone', packSize: '1', tracking: 'SERIAL', shelfLifeDays: null }
const line = (part: object) => ({ ...newLine(1, water), ...part })

describe('a line', () => {
  it('is blank until something is typed', () => {
    expect(isBlankLine(newLine(1))).toBe(true)
    expect(isBlankLine(line({}))).toBe(false)
    expect(isBlankLine({ ...newLine(1), quantity: '5' })).toBe(false)
  })
  it('has a key of its own', () => {
    expect(nextKey([])).toBe(1)
    expect(nextKey([newLine(4), newLine(2)])).toBe(5)
  })
  it('takes the item of a link where somebody types already, once', () => {
    const typed = [{ ...newLine(1), quantity: '50' }]
    expect(withItem(typed, water)).toEqual([{ ...newLine(1, water), quantity: '50' }])
    expect(withItem(withItem(typed, water), water)).toHaveLength(1)
    expect(withItem([newLine(3, phone)], water).map((one) => [one.key, one.item?.code])).toEqual([[3, 'XQ-CP-0001'], [4, 'XQ-LR-0043']])
  })
  it('counts packs in base units', () => {
    expect(baseQuantity(line({ quantity: '5', inPacks: true }))).toBe('120')
    expect(baseQuantity(line({ quantity: '０５' }))).toBe('05')
    expect(baseQuantity(line({ quantity: '1.5', inPacks: true }))).toBeNull()
  })
  it('sends plain figures and no blanks', () => {
    expect(plainQuantity('００1,2')).toBe('12')
    expect(plainQuantity('0.5')).toBe('0.5')
    expect(receiptLineInput(line({ quantity: '007', lotNo: ' A1 ', expiresOn: '2028-11-30' }))).toEqual({ itemId: 'item_1', quantity: '7', inPacks: false, lotNo: 'A1', serialNo: null, madeOn: null, expiresOn: '2028-11-30', binId: null })
    expect(receiptLineInput(line({ quantity: '7', lotNo: 'A1', bin: { id: 'bin_3', code: 'A01-01-1' } })).binId).toBe('bin_3')
  })
})

describe('what is wrong with a line', () => {
  const codes = (part: object, receipt: boolean) => lineProblems(line(part), receipt).map((problem) => problem.code)
  it.each([
    [{ item: null }, true, ['ITEM']],
    [{ quantity: '' }, true, ['EMPTY', 'LOT_NO', 'EXPIRY_MISSING']],
    [{ quantity: '1.5', lotNo: 'A', expiresOn: '2028-01-01' }, true, ['SCALE']],
    [{ quantity: '0' }, false, ['ZERO']],
    [{ quantity: '5' }, false, []],
    [{ item: phone, quantity: '2', lotNo: 'U1', serialNo: 'S' }, true, ['SERIAL']],
    [{ item: phone, quantity: '1', lotNo: 'U1', serialNo: 'S' }, true, []],
  ])('%o', (part, receipt, expected) => {
    expect(codes(part, receipt)).toEqual(expected)
  })
})

describe('the line that a refusal is about', () => {
  const lines = [line({}), { ...newLine(2, phone) }]
  const refusal = (part: object) => ({ code: 'BELOW_MINIMUM', message: '', fields: [] as string[], facts: {}, ...part })
  it('is the one that its fields name', () => {
    expect(lineOf(refusal({ code: 'QUANTITY', fields: ['lines.1.quantity'] }), lines)).toBe(1)
  })
  it('is, for a minimum, the one whose item the sentence names, or the only one', () => {
    expect(lineOf(refusal({ message: 'It must keep at least 5 of 天通卫星电话; 6 is available.' }), lines)).toBe(1)
    expect(lineOf(refusal({}), lines)).toBeNull()
    expect(lineOf(refusal({}), [lines[0]!])).toBe(0)
  })
  it('is none for what concerns the document', () => {
    expect(lineOf(refusal({ code: 'OCCURRED_AT', fields: ['occurredAt'] }), [lines[0]!])).toBeNull()
  })
})

it('takes a local time for one of the district', () => {
  expect(new Date(instantOf('2026-11-25T04:30')!).toISOString()).toBe('2026-11-24T20:30:00.000Z')
  expect(instantOf('')).toBeNull()
})
