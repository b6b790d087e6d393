import { expect, it } from 'vitest'
import { isPeriod, lastMonth, localOf, ranges, thisMonth } from './dates.ts'
import { moment } from './search.ts'

it('knows months across the turn of a year', () => {
  expect(lastMonth('2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  expect(lastMonth('2028-03-31')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(thisMonth('2026-11-28')).toEqual({ from: '2026-11-01', to: '2026-11-28' })
})
it('adds up periods that run forward, of a leap year at most', () => {
  expect(isPeriod('2028-01-01', '2028-12-31')).toBe(true)
  expect(isPeriod('2028-01-01', '2029-01-01')).toBe(false)
  expect(isPeriod('2026-11-02', '2026-11-01')).toBe(false)
})
it('puts days in a row together', () => expect(ranges(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-05'])).toEqual([{ from: '2026-02-27', to: '2026-03-01' }, { from: '2026-03-05', to: '2026-03-05' }]))
it('reads and writes moments of the district', () => {
  expect(localOf(new Date('2026-11-27T16:05:00Z'))).toBe('2026-11-28T00:05')
  expect(moment('2026-11-28T00:05')).toBe('2026-11-28T00:05')
  expect(moment('2026-11-28')).toBeUndefined()
})
