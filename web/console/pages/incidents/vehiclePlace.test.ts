import { expect, it } from 'vitest'
import { nextByPlan, positionOf, shownPoint, type Placing } from './vehiclePlace.ts'

const placing: Placing = { tripId: 't', at: 'POINT', latitude: '39.1', longitude: '117.02', nextStop: 2, stop: null }

it('is a point with the stop that comes next, or a stop', () => {
  expect(positionOf(placing)).toEqual({ point: { latitude: 39.1, longitude: 117.02 }, nextStop: 2 })
  expect(positionOf({ ...placing, at: 'STOP', stop: 3 })).toEqual({ atStop: 3 })
})

it('is not told before it is whole', () => {
  expect(positionOf({ ...placing, at: 'STOP' })).toBe('stopFault')
  for (const latitude of ['', '39,1', 'north', '91', '1e1', '39.1.2']) expect(positionOf({ ...placing, latitude }), latitude).toBe('placeFault')
  expect(positionOf({ ...placing, longitude: '181' })).toBe('placeFault')
})

it('is read as it is typed on a Chinese keyboard, and drawn east first', () => {
  expect(shownPoint({ latitude: ' ３９.１ ', longitude: '-117.5' })).toEqual([-117.5, 39.1])
})

it('goes to the next stop by its plan, or to the last', () => {
  const stops = [{ seq: 1, arriveAt: '2026-11-28T08:00:00Z' }, { seq: 2, arriveAt: '2026-11-28T09:00:00Z' }]
  expect(nextByPlan({ stops }, Date.parse('2026-11-28T07:00:00Z'))).toBe(1)
  expect(nextByPlan({ stops }, Date.parse('2026-11-28T08:30:00Z'))).toBe(2)
  expect(nextByPlan({ stops }, Date.parse('2026-11-28T10:00:00Z'))).toBe(2)
})
