// The whole district: every site by its kind, the places of open incidents with their clocks, trips that are planned or on the way, and
// closed roads.
import type { MapClosure, MapContent, MapSite, SiteKind } from '../../map/content.ts'
import type { IncidentRow, TripRow } from './documents.ts'
import { reliefOf, routeOnMap, siteOnMap, townsOnMap, type Naming } from './incidentMap.ts'
import { clockOf } from './reliefClock.ts'

type SitePoint = { readonly id: string; readonly kind: SiteKind; readonly nameZh: string; readonly nameEn: string; readonly latitude: string; readonly longitude: string }
const rank = { stopped: 0, running: 1, late: 2 } as const

export function boardMap(sites: readonly SitePoint[], towns: Parameters<typeof townsOnMap>[0], incidents: readonly IncidentRow[], trips: readonly TripRow[], closures: readonly MapClosure[], now: number, name: Naming, barred: string, note: (place: IncidentRow['places'][number]) => string): MapContent {
  const all = new Map<string, MapSite>(sites.map((site) => [site.id, siteOnMap(site, name)]))
  for (const place of incidents.flatMap((incident) => incident.places)) {
    if (place.people === 0) continue
    const relief = reliefOf[clockOf(place, now).state]
    const before = all.get(place.site.id)?.relief
    // A shelter of two incidents shows the worse of its clocks.
    if (before === undefined || rank[relief] > rank[before]) all.set(place.site.id, siteOnMap(place.site, name, { relief, note: note(place) }))
  }
  return { towns: townsOnMap(towns, name), sites: [...all.values()], flows: [], routes: trips.map((trip) => routeOnMap(trip, name, barred)), closures }
}
