import { expect, it } from 'vitest'
import { changes, lowest, runsOut, stepsPath, topOf, type ForecastDay } from './forecast.ts'

const day = (day: string, usable: string, part: Partial<ForecastDay> = {}): ForecastDay => ({ day, quantityIn: '0', quantityOut: '0', expired: '0', usable, ...part })
const days = [day('1', '40', { quantityOut: '10' }), day('2', '40'), day('3', '0', { expired: '40' }), day('4', '160', { quantityIn: '160' })]

it('draws a step for each day, under a round top', () => {
  expect(topOf(days)).toBe(200)
  expect(stepsPath(days, 400, 100)).toBe('M0 80H100L100 80H200L200 100H300L300 20H400')
  expect(topOf([day('1', '0')])).toBe(1)
})
it('tells what changes and when it runs out', () => {
  expect(days.filter(changes).map((one) => one.day)).toEqual(['1', '3', '4'])
  expect(lowest(days)).toBe('0')
  expect(runsOut(days), 'it comes back').toBeNull()
  expect(runsOut(days.slice(0, 3))).toBe('3')
})
