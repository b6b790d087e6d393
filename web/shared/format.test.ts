import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateOf, dateTime, daysBetween, distance, hoursAndMinutes, quantity, timeOfDay, timeOfDayWithSeconds } from './format.ts'

// The clock of the machine must not matter: the same expectations in a zone with summer time, and one beyond the date line.
describe.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'UTC'])('on a machine in %s', (zone) => {
  const before = process.env['TZ']
  beforeAll(() => {
    process.env['TZ'] = zone
  })
  afterAll(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })
  it('runs in that zone', () => {
    const offsets: Record<string, number> = { 'Asia/Shanghai': -480, 'America/New_York': 300, 'Pacific/Kiritimati': -840, UTC: 0 }
    expect(new Date('2026-11-24T00:00:00Z').getTimezoneOffset()).toBe(offsets[zone])
  })
  it('shows instants in the district', () => {
    expect(dateTime('2026-11-24T16:30:05Z')).toBe('2026-11-25 00:30')
    expect(timeOfDay('2026-11-24T16:30:05Z')).toBe('00:30')
    expect(timeOfDayWithSeconds('2026-11-24T16:30:05.9Z')).toBe('00:30:05')
    expect(dateOf('2026-11-24T15:59:59Z')).toBe('2026-11-24')
    expect(dateOf('2026-11-24T16:00:00Z')).toBe('2026-11-25')
  })
  it('counts days between plain dates, over a change of clocks too', () => {
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2)
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2)
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
    expect(daysBetween('2026-11-25', '2026-11-24')).toBe(-1)
  })
})

describe('numbers', () => {
  it.each([
    ['12345.50', '12,345.5'], ['0', '0'], ['0.000', '0'], ['-5', '-5'], ['1000', '1,000'], ['999', '999'], ['123456789012.125', '123,456,789,012.125'], ['not a number', 'not a number'],
  ])('%s is read as %s', (decimal, text) => {
    expect(quantity(decimal)).toBe(text)
  })
  it('tells hours and minutes with a sign', () => {
    expect(hoursAndMinutes(83 * 60_000)).toBe('1:23')
    expect(hoursAndMinutes(-83 * 60_000)).toBe('−1:23')
    expect(hoursAndMinutes(-10_000)).toBe('0:00')
  })
  it('tells metres, then kilometres', () => {
    expect(distance(850)).toBe('850 m')
    expect(distance(12_345)).toBe('12.3 km')
  })
})
