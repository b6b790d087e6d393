import { expect, it } from 'vitest'
import { fill, headroomOf, percentOf } from './headroom.ts'

it('draws the floor at the middle of the bar', () => {
  expect(fill('48000', '48000')).toBe(0.5)
  expect(fill('50400', '48000')).toBe(0.525)
  expect(fill('200000', '48000')).toBe(1)
  expect(fill('-5', '48000')).toBe(0)
  expect(fill('5', '0')).toBe(1)
})
it('tells the distance to the floor', () => {
  expect(headroomOf('50400', '48000')).toEqual({ kind: 'over', quantity: '2400' })
  expect(headroomOf('47999.5', '48000')).toEqual({ kind: 'under', quantity: '0.5' })
  expect(headroomOf('48000.0', '48000')).toEqual({ kind: 'at', quantity: '0' })
})
it('never rounds a shortage away', () => {
  expect(percentOf('999', '1000')).toBe(99)
  expect(percentOf('1000', '1000')).toBe(100)
  expect(percentOf('29', '100')).toBe(29)
  expect(percentOf('0', '10')).toBe(0)
})
