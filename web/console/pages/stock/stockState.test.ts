import { expect, it } from 'vitest'
import { expiring, rowOf, splitRow } from './search.ts'
import { stockState } from './stockState.ts'

const today = '2026-11-25'

it('does not call a shelf full that has nothing to give', () => {
  expect(stockState({ onHand: '500', available: '0', nextExpiry: null }, today)).toBe('NOTHING')
  expect(stockState({ onHand: '500', available: '0.000', nextExpiry: '2028-01-01' }, today)).toBe('NOTHING')
})
it('tells what expires soon, today included', () => {
  expect(stockState({ onHand: '5', available: '5', nextExpiry: today }, today)).toBe('SOON')
  expect(stockState({ onHand: '5', available: '5', nextExpiry: '2027-02-23' }, today)).toBe('SOON')
  expect(stockState({ onHand: '5', available: '5', nextExpiry: '2027-02-24' }, today)).toBe('USABLE')
  expect(stockState({ onHand: '5', available: '5', nextExpiry: null }, today)).toBe('USABLE')
})
it('names a row by site and item', () => {
  expect(splitRow(rowOf('D01', 'XQ-LR-0043'))).toEqual({ site: 'D01', item: 'XQ-LR-0043' })
  expect(splitRow('D01')).toBeNull()
  expect(splitRow(undefined)).toBeNull()
})
it('reads days or the word expired', () => {
  expect(expiring('expired')).toBe('expired')
  expect(expiring('90')).toBe('90')
  expect(expiring('soon')).toBeUndefined()
})
