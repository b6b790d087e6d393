import { expect, it } from 'vitest'
import { arrivalInputs, arrivedOf, lineNoOf, missingOf } from './arrivals.ts'

const lines = [{ lineNo: 1, quantity: '24', item: { scale: 0 } }, { lineNo: 2, quantity: '1.5', item: { scale: 1 } }]
const a = { id: 'bin_1', code: 'A01-01-1' }
const b = { id: 'bin_2', code: 'A01-01-2' }
const of = (received: string, bin: typeof a | null = null) => ({ received, bin })

it('takes zero to what was sent, in the item’s scale', () => {
  expect(['0', '24', '２４'].map((typed) => arrivedOf(lines[0]!, { 1: [of(typed)] }))).toEqual(['0', '24', '24'])
  expect(['25', '1.5', '-1', '', 'x'].map((typed) => arrivedOf(lines[0]!, { 1: [of(typed)] }))).toEqual([null, null, null, null, null])
  expect(arrivedOf(lines[0]!, { 1: [of('20', a), of('4', b)] })).toBe('24')
  expect(arrivedOf(lines[0]!, { 1: [of('20', a), of('5', b)] })).toBeNull()
})
it('names only the lines that came short', () => {
  expect(arrivalInputs(lines, {})).toEqual([])
  expect(arrivalInputs(lines, { 1: [of('24')], 2: [of('1.5')] })).toEqual([])
  expect(arrivalInputs(lines, { 1: [of('20')], 2: [of('0')] })).toEqual([{ lineNo: 1, received: '20', binId: null }, { lineNo: 2, received: '0', binId: null }])
  expect(missingOf(lines[1]!, '0.4')).toBe('1.1')
})
it('names the lines that are put into bins, each bin of a line once and none for nothing', () => {
  expect(arrivalInputs(lines, { 2: [of('1.5', a)] })).toEqual([{ lineNo: 2, received: '1.5', binId: 'bin_1' }])
  expect(arrivalInputs(lines, { 1: [of('12', a), of('8', b), of('4', a)] })).toEqual([{ lineNo: 1, received: '16', binId: 'bin_1' }, { lineNo: 1, received: '8', binId: 'bin_2' }])
  expect(arrivalInputs(lines, { 1: [of('24', a), of('0', b)] })).toEqual([{ lineNo: 1, received: '24', binId: 'bin_1' }])
})
it('finds the line of a refusal, by the transfer or by what was told of it', () => {
  const refusal = (field: string) => ({ code: 'OVER_FULL', message: '', fields: [field], facts: {} })
  expect(lineNoOf(refusal('lines.1'), [])).toBe(2)
  expect(lineNoOf(refusal('arrivals.1.received'), [{ lineNo: 4 }, { lineNo: 7 }])).toBe(7)
  expect(lineNoOf(refusal('note'), [])).toBeNull()
})
