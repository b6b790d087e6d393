// The map of an incident: its places with their clocks, the trips, closed roads, and every other site for orientation.
import { lineOf } from '../../map/polyline.ts'
import type { MapClosure, MapContent, MapSite, MapStop, ReliefMark, SiteKind } from '../../map/content.ts'
import type { Incident, SiteRow, Trip } from './documents.ts'
import { clockOf, type ClockState } from './reliefClock.ts'

type NamedPlace = { readonly nameZh: string; readonly nameEn: string }
type Located = NamedPlace & { readonly id: string; readonly latitude: string | null; readonly longitude: string | null }
type SitePoint = NamedPlace & { readonly id: string; readonly kind: SiteKind; readonly latitude: string; readonly longitude: string }
export type Naming = (named: NamedPlace) => string

export const reliefOf: Readonly<Record<ClockState, ReliefMark>> = { running: 'running', near: 'running', late: 'late', stopped: 'stopped', stoppedLate: 'stopped', unrelieved: 'late' }

export const siteOnMap = (site: SitePoint, name: Naming, more: Partial<MapSite> = {}): MapSite => ({ id: site.id, label: name(site), kind: site.kind, latitude: site.latitude, longitude: site.longitude, ...more })

export const townsOnMap = (towns: readonly Located[], name: Naming) =>
  towns.flatMap((town) => (town.latitude !== null && town.longitude !== null ? [{ id: town.id, label: name(town), latitude: town.latitude, longitude: town.longitude }] : []))

/** barred: the words for a route that a closed road lies in the way of. said: what was said of where its vehicle is, empty where nobody said. */
export const routeOnMap = (trip: Trip, name: Naming, barred: string, said = '') => ({
  id: trip.id,
  label: `${trip.number} ${trip.vehicle.plate}`,
  state: trip.state as 'PLANNED' | 'DISPATCHED' | 'ARRIVED' | 'CANCELLED',
  home: trip.vehicle.homeSite,
  stops: trip.stops.map((stop): MapStop => ({ seq: stop.seq, label: name(stop.site), latitude: stop.site.latitude, longitude: stop.site.longitude, way: stop.legLine === null ? null : lineOf(stop.legLine) })),
  ...(trip.closures.length > 0 ? { barred: true } : {}),
  ...(trip.closures.length > 0 || said ? { note: [trip.closures.length > 0 ? barred : '', said].filter(Boolean).join(' · ') } : {}),
  ...(trip.position && trip.state === 'DISPATCHED' ? { vehicle: { latitude: String(trip.position.latitude), longitude: String(trip.position.longitude), label: trip.vehicle.plate } } : {}),
})

/** A place within its own town goes without the town's name: 第1避难场所. */
export const withinTown = (label: string, town: string): string => (label.startsWith(town) && label.length > town.length ? label.slice(town.length).trim() : label)

type Words = { readonly name: Naming; readonly town: string; readonly barred: string; readonly said?: (trip: Trip) => string; readonly note: (place: Incident['places'][number]) => string }

export function incidentMap(places: Incident['places'], trips: readonly Trip[], closures: readonly MapClosure[], all: readonly SitePoint[], towns: readonly Located[], now: number, closed: boolean, { name, note, town, barred, said }: Words): MapContent {
  const sites = new Map<string, MapSite>()
  for (const site of all) sites.set(site.id, siteOnMap(site, name, { faint: true }))
  const live = trips.filter((trip) => trip.state !== 'CANCELLED')
  const used: SiteRow[] = live.flatMap((trip) => [trip.vehicle.homeSite, ...trip.stops.map((stop) => stop.site)])
  for (const site of used) sites.set(site.id, siteOnMap(site, name))
  for (const place of places) {
    const relief = place.people > 0 ? reliefOf[clockOf(place, now, closed).state] : undefined
    sites.set(place.site.id, siteOnMap(place.site, name, { label: withinTown(name(place.site), town), ...(relief ? { relief, note: note(place) } : {}) }))
  }
  return { towns: townsOnMap(towns, name), sites: [...sites.values()], flows: [], routes: live.map((trip) => routeOnMap(trip, name, barred, said?.(trip))), closures }
}
