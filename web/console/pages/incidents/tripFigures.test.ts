import { expect, it } from 'vitest'
import { byState, fullness, isOver, lateStops, marginOf, onBoard, short } from './tripFigures.ts'

it('fullness is a share, and shown without rounding up', () => {
  expect(fullness('600', '1200')).toBe(0.5)
  expect(fullness('5', '0')).toBe(0)
  expect([short('7.999999'), short('8'), short('8.04'), short('12.300')]).toEqual(['7.9', '8', '8', '12.3'])
  expect([isOver('8.000001', '8'), isOver('8.001', '8'), isOver('7.9', '8')]).toEqual([false, true, false])
})

it('the margin is what lies between arrival and mark', () => {
  expect(marginOf({ arriveAt: '2026-11-25T01:00:00Z', dueAt: '2026-11-25T03:30:00Z' })).toBe(2.5 * 3_600_000)
  expect(marginOf({ arriveAt: '2026-11-25T04:00:00Z', dueAt: '2026-11-25T03:30:00Z' })).toBeLessThan(0)
  expect(marginOf({ arriveAt: '2026-11-25T04:00:00Z', dueAt: null })).toBeNull()
})

it('stops that are reached after their mark are told with how late', () => {
  const [soon, late, free] = [{ arriveAt: '2026-11-25T01:00:00Z', dueAt: '2026-11-25T03:30:00Z' }, { arriveAt: '2026-11-25T04:00:00Z', dueAt: '2026-11-25T03:30:00Z' }, { arriveAt: '2026-11-25T04:00:00Z', dueAt: null }]
  expect(lateStops([soon, late, free])).toEqual([{ stop: late, byMs: 30 * 60_000 }])
})

it('planned trips come first', () => {
  expect(byState([{ state: 'ARRIVED', number: '1' }, { state: 'PLANNED', number: '3' }, { state: 'PLANNED', number: '2' }]).map((trip) => trip.number)).toEqual(['2', '3', '1'])
})

it('what is on board is followed from stop to stop', () => {
  const load = (quantity: string) => ({ quantity, item: { weightKg: '0.5', volumeM3: '0.001' } })
  const stops = [{ seq: 1, pickups: [load('100')], deliveries: [] }, { seq: 2, pickups: [load('40')], deliveries: [load('60')] }, { seq: 3, pickups: [], deliveries: [load('80')] }]
  expect(onBoard(stops)).toEqual([{ seq: 1, kg: 50, m3: 0.1 }, { seq: 2, kg: 40, m3: 0.08 }, { seq: 3, kg: 0, m3: 0 }])
})
