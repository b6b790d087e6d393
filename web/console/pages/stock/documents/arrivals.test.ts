import { expect, it } from 'vitest'
import { arrivalFits, missingOf, shortArrivals } from './arrivals.ts'

const lines = [{ lineNo: 1, quantity: '24', item: { scale: 0 } }, { lineNo: 2, quantity: '1.5', item: { scale: 1 } }]

it('takes zero to what was sent, in the item’s scale', () => {
  expect(['0', '24', '２４'].every((typed) => arrivalFits(lines[0]!, typed))).toBe(true)
  expect(['25', '1.5', '-1', '', 'x'].some((typed) => arrivalFits(lines[0]!, typed))).toBe(false)
})
it('names only the lines that came short', () => {
  expect(shortArrivals(lines, {})).toEqual([])
  expect(shortArrivals(lines, { 1: '24', 2: '1.5' })).toEqual([])
  expect(shortArrivals(lines, { 1: '20', 2: '0' })).toEqual([{ lineNo: 1, received: '20' }, { lineNo: 2, received: '0' }])
  expect(missingOf(lines[1]!, '0.4')).toBe('1.1')
})
