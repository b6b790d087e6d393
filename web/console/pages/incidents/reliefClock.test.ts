import { describe, expect, it } from 'vitest'
import { byUrgency, clockOf, summarise } from './reliefClock.ts'

const hour = 3_600_000
const start = Date.parse('2026-11-24T18:00:00Z')
const place = (people: number, relievedAt: string | null = null) => ({ people, reliefDueAt: '2026-11-25T04:00:00Z', relievedAt })

describe('a relief clock', () => {
  it('runs, comes near, and is late only past its mark', () => {
    expect(clockOf(place(1), start)).toEqual({ state: 'running', leftMs: 10 * hour, spent: 0 })
    expect(clockOf(place(1), start + 8 * hour + 1).state).toBe('near')
    expect(clockOf(place(1), start + 10 * hour).state).toBe('near')
    expect(clockOf(place(1), start + 10 * hour + 1)).toMatchObject({ state: 'late', leftMs: -1, spent: 1 })
  })
  it('stops when relief comes, whatever the time is now', () => {
    expect(clockOf(place(1, '2026-11-25T03:00:00Z'), start + 99 * hour)).toEqual({ state: 'stopped', leftMs: hour, spent: 0.9 })
    expect(clockOf(place(1, '2026-11-25T04:30:00Z'), start + 99 * hour).state).toBe('stoppedLate')
  })
  it('no longer runs once the incident is closed', () => {
    expect(clockOf(place(1), start + hour, true).state).toBe('unrelieved')
    expect(clockOf(place(1, '2026-11-25T03:00:00Z'), start, true).state).toBe('stopped')
  })
  it('is counted over places with people', () => {
    const places = [place(0), place(5), place(9, '2026-11-25T05:00:00Z')]
    expect(summarise(places, start + hour)).toEqual({ places: 2, relieved: 1, late: 1, nextDueAt: '2026-11-25T04:00:00Z' })
    expect(summarise([place(0)], start)).toEqual({ places: 0, relieved: 0, late: 0, nextDueAt: null })
    expect(byUrgency(places, start).map((one) => one.people)).toEqual([5, 9, 0])
  })
})
