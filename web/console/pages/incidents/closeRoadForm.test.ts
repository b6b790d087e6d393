import { describe, expect, it } from 'vitest'
import { closureFaults, closureInput, emptyClosure } from './closeRoadForm.ts'
import { nearest, withRoads } from './closures.ts'
import { barredByAllocation } from './useReplan.ts'

const now = Date.parse('2026-07-30T12:00:00Z') // 20:00 in Asia/Shanghai
const good = { ...emptyClosure, points: [[117, 39]] as const, name: ' 津静路 ' }

describe('telling a closure', () => {
  it('asks for points and a name, and for an area of three corners', () => {
    expect(closureFaults(emptyClosure, now)).toEqual({ points: 'faultPoints', name: 'faultName' })
    expect(closureFaults(good, now)).toEqual({})
    expect(closureFaults({ ...good, shape: 'AREA' }, now)).toEqual({ points: 'faultPoints' })
    expect(closureFaults({ ...good, name: 'x'.repeat(101) }, now)).toEqual({ name: 'faultName' })
  })
  it('of a road by its name asks for the road, and for both of its ends or neither', () => {
    const named = { ...emptyClosure, shape: 'ROAD' as const, name: '津静路' }
    expect(closureFaults(named, now)).toEqual({ road: 'faultRoad' })
    expect(closureFaults({ ...named, road: { name: '津静路' } }, now)).toEqual({})
    expect(closureFaults({ ...named, road: { name: '津静路', from: '京福支线' } }, now)).toEqual({ road: 'faultEnds' })
    const part = { name: '津静路', from: '京福支线', to: '团泊大道', within: null }
    expect(closureInput({ ...named, points: [[117, 39]], road: part })).toMatchObject({ shape: 'ROAD', points: [], road: part })
    expect(closureInput({ ...good, road: part })).not.toHaveProperty('road') // looked for and given up
  })
  it('does not end before it begins, nor in the past', () => {
    expect(closureFaults({ ...good, until: '2026-07-30T19:59' }, now)).toEqual({ until: 'faultUntil' })
    expect(closureFaults({ ...good, until: '2026-07-30T20:01' }, now)).toEqual({})
    expect(closureFaults({ ...good, from: '2026-07-31T08:00', until: '2026-07-31T08:00' }, now)).toEqual({ until: 'faultUntil' })
    expect(closureFaults({ ...good, from: '2026-07-31T08' }, now)).toEqual({ from: 'faultFrom' })
  })
  it('is sent with what was given only', () => {
    expect(closureInput(good)).toEqual({ reason: 'FLOODED', note: '津静路', shape: 'ALONG', points: [{ latitude: 39, longitude: 117 }], passesGo: false })
    expect(closureInput({ ...good, incidentId: 'incident_1', until: '2026-07-31T08:00' })).toMatchObject({ incidentId: 'incident_1', untilAt: '2026-07-31T00:00:00.000Z' })
  })
})

describe('closures and trips', () => {
  it('a closure without a name is near the nearest site, degrees of longitude being shorter than those of latitude', () => {
    const sites = [{ id: 'north', latitude: '39.09', longitude: '117.0' }, { id: 'east', latitude: '39.0', longitude: '117.1' }]
    expect(nearest(sites, { latitude: 39, longitude: 117 })?.id).toBe('east')
    expect(nearest([], { latitude: 39, longitude: 117 })).toBeUndefined()
    expect(nearest(sites, undefined)).toBeUndefined()
  })
  it('are planned anew by allocation, those that wait only', () => {
    const closures = [{ id: 'c', reason: 'FLOODED' as const, note: '', points: [] }]
    const trip = (id: string, allocationId: string, state: 'PLANNED' | 'DISPATCHED', barred: boolean) => ({ id, allocationId, state, revision: 1, closures: barred ? closures : [] })
    const found = barredByAllocation([trip('1', 'a', 'PLANNED', true), trip('2', 'a', 'PLANNED', false), trip('3', 'b', 'PLANNED', true), trip('4', 'a', 'PLANNED', true), trip('5', 'b', 'DISPATCHED', true)])
    expect([...found].map(([allocation, trips]) => [allocation, trips.map((one) => one.id)])).toEqual([['a', ['1', '4']], ['b', ['3']]])
  })
})

it('a closure is told with the names of its roads, once', () => {
  expect(withRoads('津静路桥段', ['津静路', '京沪高速 G2'])).toBe('津静路桥段 (京沪高速 G2)')
  expect(withRoads('津静路', ['津静路'])).toBe('津静路')
  expect(withRoads('桥头', ['a', 'b', 'c', 'd'])).toBe('桥头 (a, b, c)')
})
