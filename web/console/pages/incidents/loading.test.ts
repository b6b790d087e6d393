import { expect, it } from 'vitest'
import { asPlanned, faultOf, linesOf, loadedLines, type Typed } from './loading.ts'

const item = { scale: 0 }
const lot = { id: 'lot_1', lotNo: 'L1' }
const load = (lineId: string, quantity: string) => ({ lineId, quantity, lot, item })
const typed = (loaded: string, part: Partial<Typed> = {}): Typed => ({ loaded, reason: null, note: '', release: false, ...part })

it('makes one line of what is picked up in parts', () => {
  expect(linesOf([{ pickups: [load('a', '24'), load('b', '5')] }, { pickups: [load('a', '48')] }]).map((line) => [line.lineId, line.quantity])).toEqual([['a', '72'], ['b', '5']])
})
it('asks why where less was loaded, and refuses what cannot be', () => {
  const line = load('a', '72')
  expect(faultOf(line, asPlanned(line))).toBeNull()
  expect(faultOf(line, typed('48'))).toBe('REASON')
  expect(faultOf(line, typed('48', { reason: 'NO_ROOM' }))).toBeNull()
  expect(faultOf(line, typed('0', { reason: 'NOT_READY' }))).toBeNull()
  expect(faultOf(line, typed('73'))).toBe('MORE')
  expect(faultOf(line, typed('1.5'))).toBe('SCALE')
  expect(faultOf(line, typed('-1'))).toBe('NUMBER')
  expect(faultOf(line, typed(''))).toBe('NUMBER')
})
it('sends only what differs, full-width digits and all', () => {
  const lines = [load('a', '72'), load('b', '5')]
  expect(loadedLines(lines, { a: typed('４８', { reason: 'TOO_HEAVY', note: ' 限载 ', release: true }), b: typed('5') })).toEqual([{ lineId: 'a', loaded: '48', reason: 'TOO_HEAVY', release: true, note: '限载' }])
  expect(loadedLines(lines, {})).toEqual([])
})
