// What a map shows, free of the library that draws it: sites, towns, flows, routes and closed roads, already worded in the language of
// the screen.
import type { Degrees } from './polyline.ts'

export type SiteKind = 'DEPOT' | 'TOWN_STORE' | 'ENTERPRISE_STORE' | 'SHELTER' | 'PUBLIC_CABINET' | 'HUB'
export type ReliefMark = 'running' | 'late' | 'stopped'

export type MapPoint = { readonly latitude: string; readonly longitude: string }
export type MapTown = MapPoint & { readonly id: string; readonly label: string }
/** faint: there for orientation, drawn small and without a label. note: what the list and the label add to the name. */
export type MapSite = MapPoint & {
  readonly id: string
  readonly label: string
  readonly kind: SiteKind
  readonly relief?: ReliefMark | undefined
  readonly note?: string | undefined
  readonly faint?: boolean | undefined
}
/** Goods from one site to another; weight from 0 to 1 sets how thick it is drawn. */
export type MapFlow = { readonly id: string; readonly from: MapSite; readonly to: MapSite; readonly label: string; readonly weight: number }
export type RouteState = 'PLANNED' | 'DISPATCHED' | 'ARRIVED' | 'CANCELLED'
/** way: the driven line to it from the stop before, from home to the first; null: not known, an estimate, drawn straight. */
export type MapStop = MapPoint & { readonly seq: number; readonly label: string; readonly way?: readonly Degrees[] | null }
/** note: what the list adds. barred: a closed road lies in its way. vehicle: where it was last said to be. */
export type MapRoute = {
  readonly id: string
  readonly label: string
  readonly state: RouteState
  readonly home: MapPoint | null
  readonly stops: readonly MapStop[]
  readonly note?: string | undefined
  readonly barred?: boolean | undefined
  readonly vehicle?: (MapPoint & { readonly label: string }) | undefined
}
export type ClosureShape = 'AREA' | 'ALONG' | 'ROAD'
/** roads: the pieces of road that are closed, where they are known. */
export type MapClosure = { readonly id: string; readonly label: string; readonly note?: string | undefined; readonly shape: ClosureShape; readonly points: readonly Degrees[]; readonly roads: readonly (readonly Degrees[])[] }
/** What is being marked on the map and not yet told. roads: pieces of a road that was found by its name. */
export type MapSketch = { readonly shape: ClosureShape; readonly points: readonly Degrees[]; readonly roads?: readonly (readonly Degrees[])[] }

export type MapContent = {
  readonly towns: readonly MapTown[]
  readonly sites: readonly MapSite[]
  readonly flows: readonly MapFlow[]
  readonly routes: readonly MapRoute[]
  readonly closures: readonly MapClosure[]
}

export const emptyMap: MapContent = { towns: [], sites: [], flows: [], routes: [], closures: [] }

export const siteKinds: readonly SiteKind[] = ['DEPOT', 'HUB', 'TOWN_STORE', 'ENTERPRISE_STORE', 'SHELTER', 'PUBLIC_CABINET']

/** Degrees as [longitude, latitude]. Coordinates are no quantities: floating point is exact enough for a point on a screen. */
export const degrees = (point: MapPoint): [number, number] => [Number(point.longitude), Number(point.latitude)]

/** The points that the map should be fitted to: what the work is about, else every site, else the towns. */
export function focusPoints(content: MapContent): [number, number][] {
  const about: MapPoint[] = [
    ...content.flows.flatMap((flow) => [flow.from, flow.to]),
    ...content.routes.flatMap((route) => route.stops),
    ...content.sites.filter((site) => site.relief !== undefined),
  ]
  const points = about.length > 0 ? about : content.sites.length > 0 ? content.sites : content.towns
  return points.map(degrees)
}

export type RouteLeg = { readonly way: readonly Degrees[]; readonly estimated: boolean }

/** The legs of a route as they are drawn: along the road where its line is known, else straight and marked as an estimate. */
export function legsOf(route: MapRoute): RouteLeg[] {
  const legs: RouteLeg[] = []
  let before = route.home
  for (const stop of route.stops) {
    if (stop.way && stop.way.length > 1) legs.push({ way: stop.way, estimated: false })
    else if (before) legs.push({ way: [degrees(before), degrees(stop)], estimated: true })
    before = stop
  }
  return legs
}

/** Without the sites of the kinds switched off; the ends of flows and places with a relief clock stay. */
export function withoutKinds(content: MapContent, hidden: ReadonlySet<SiteKind>): MapContent {
  if (hidden.size === 0) return content
  const ends = new Set(content.flows.flatMap((flow) => [flow.from.id, flow.to.id]))
  return { ...content, sites: content.sites.filter((site) => !hidden.has(site.kind) || ends.has(site.id) || site.relief !== undefined) }
}

export type MapEntry = { readonly id: string; readonly kind: 'site' | 'flow' | 'route' | 'closure'; readonly text: string }

/** The map in words: the accessible equivalent of what is drawn, most telling first. */
export function entriesOf(content: MapContent): MapEntry[] {
  const sites = content.sites.filter((site) => !site.faint)
  return [
    ...content.closures.map((closure): MapEntry => ({ id: closure.id, kind: 'closure', text: closure.note ? `${closure.label}: ${closure.note}` : closure.label })),
    ...content.routes.map((route): MapEntry => ({ id: route.id, kind: 'route', text: `${route.label}${route.note ? ` (${route.note})` : ''}: ${route.stops.map((stop) => `${stop.seq} ${stop.label}`).join(' → ')}` })),
    ...content.flows.map((flow): MapEntry => ({ id: flow.id, kind: 'flow', text: `${flow.from.label} → ${flow.to.label}: ${flow.label}` })),
    ...sites.map((site): MapEntry => ({ id: site.id, kind: 'site', text: site.note ? `${site.label}: ${site.note}` : site.label })),
  ]
}
