import { expect, it } from 'vitest'
import { fillNearest, instantOf, metresBetween, peopleOf } from './shelters.ts'

const town = { latitude: '39.075', longitude: '116.96' }
const shelter = (id: string, longitude: string, peopleCapacity: number | null) => ({ id, latitude: '39.075', longitude, peopleCapacity })

it('fills the nearest shelters in turn', () => {
  const sites = [shelter('far', '117.2', 500), shelter('near', '116.97', 300), shelter('none', '116.961', null), shelter('next', '117.0', 300)]
  expect(fillNearest(sites, town, 700)).toEqual({ placed: [{ siteId: 'near', people: 300 }, { siteId: 'next', people: 300 }, { siteId: 'far', people: 100 }], left: 0 })
  expect(fillNearest(sites, town, 2000).left).toBe(900)
})

it('measures the way a map does', () => {
  expect(Math.round(metresBetween(town, { latitude: '39.075', longitude: '117.06' }))).toBeGreaterThan(8600)
  expect(Math.round(metresBetween(town, { latitude: '39.075', longitude: '117.06' }))).toBeLessThan(8660)
})

it('reads people and times as they are typed', () => {
  expect([peopleOf('５,000'), peopleOf(' 12 '), peopleOf('1.5'), peopleOf(''), peopleOf('-1')]).toEqual([5000, 12, null, null, null])
  expect(instantOf('2026-11-25T03:30')).toBe('2026-11-24T19:30:00.000Z')
  expect(instantOf('yesterday')).toBeNull()
})
