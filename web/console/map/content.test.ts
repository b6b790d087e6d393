import { describe, expect, it } from 'vitest'
import { emptyMap, entriesOf, focusPoints, legsOf, withoutKinds, type MapContent, type MapSite } from './content.ts'
import { graticule, spacing } from './graticule.ts'

const depot: MapSite = { id: 'd', label: 'D', kind: 'DEPOT', latitude: '39.1', longitude: '117.0' }
const shelter: MapSite = { id: 's', label: 'S', kind: 'SHELTER', latitude: '39.0', longitude: '116.9', relief: 'late', note: 'late' }
const cabinet: MapSite = { id: 'c', label: 'C', kind: 'PUBLIC_CABINET', latitude: '39.2', longitude: '117.2', faint: true }
const content: MapContent = {
  ...emptyMap,
  sites: [depot, shelter, cabinet],
  flows: [{ id: 'f', from: depot, to: shelter, label: '3', weight: 1 }],
  routes: [{ id: 'r', label: 'R', state: 'PLANNED', home: depot, stops: [{ seq: 1, label: 'D', latitude: '39.1', longitude: '117.0' }, { seq: 2, label: 'S', latitude: '39.0', longitude: '116.9' }] }],
}

describe('what a map shows', () => {
  it('is told in words, without what is there for orientation only', () => {
    expect(entriesOf(content).map((entry) => entry.text)).toEqual(['R: 1 D → 2 S', 'D → S: 3', 'D', 'S: late'])
  })
  it('names closed roads first, and what bars a route', () => {
    const closed = { id: 'x', label: 'Bridge', note: 'flooded', shape: 'ALONG' as const, points: [[117, 39]] as const, roads: [] }
    const barred = { ...content, closures: [closed], routes: [{ ...content.routes[0]!, note: 'passes a closure', barred: true }] }
    expect(entriesOf(barred).slice(0, 2).map((entry) => entry.text)).toEqual(['Bridge: flooded', 'R (passes a closure): 1 D → 2 S'])
  })
  it('draws a leg along its road where it is known, else straight and as an estimate', () => {
    const [route] = content.routes
    const way = [[117, 39.1], [116.95, 39.08], [116.9, 39]] as const
    expect(legsOf(route!)).toEqual([{ way: [[117, 39.1], [117, 39.1]], estimated: true }, { way: [[117, 39.1], [116.9, 39]], estimated: true }])
    expect(legsOf({ ...route!, home: null, stops: [{ ...route!.stops[0]!, way: null }, { ...route!.stops[1]!, way }] })).toEqual([{ way, estimated: false }])
  })
  it('is fitted to the work, and to all sites where there is none', () => {
    expect(focusPoints(content)).not.toContainEqual([117.2, 39.2])
    expect(focusPoints({ ...emptyMap, sites: [cabinet] })).toEqual([[117.2, 39.2]])
  })
  it('loses the kinds switched off, but no end of a flow and no relief clock', () => {
    expect(withoutKinds(content, new Set(['DEPOT', 'SHELTER', 'PUBLIC_CABINET'])).sites.map((site) => site.id)).toEqual(['d', 's'])
    expect(withoutKinds({ ...content, flows: [] }, new Set(['DEPOT'])).sites.map((site) => site.id)).toEqual(['s', 'c'])
  })
})

describe('the graticule', () => {
  it('has a few lines at round degrees within the view', () => {
    expect(spacing(0.3)).toBe(5)
    const lines = graticule([116.93, 38.98, 117.21, 39.16])
    expect(lines.filter((line) => line.meridian).map((line) => line.label)).toEqual(['116.95°E', '117.00°E', '117.05°E', '117.10°E', '117.15°E', '117.20°E'])
    expect(lines.filter((line) => !line.meridian)[0]).toEqual({ label: '39.00°N', from: [116.93, 39], to: [117.21, 39], meridian: false })
  })
})
