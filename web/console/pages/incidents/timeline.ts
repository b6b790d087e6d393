// What happened in an incident, from the times of its papers.
import type { Incident } from './documents.ts'

type Named = { readonly nameZh: string; readonly nameEn: string }
export type TimelineEvent =
  | { readonly at: string; readonly kind: 'evOpened' }
  | { readonly at: string; readonly kind: 'evDue' }
  | { readonly at: string; readonly kind: 'evProposed'; readonly number: string }
  | { readonly at: string; readonly kind: 'evSent'; readonly number: string; readonly site: Named; readonly plate: string; readonly waybillId: string }
  | { readonly at: string; readonly kind: 'evSigned'; readonly number: string; readonly site: Named; readonly by: string; readonly late: boolean; readonly waybillId: string }
  | { readonly at: string; readonly kind: 'evRerouted'; readonly number: string; readonly plate: string }
  | { readonly at: string; readonly kind: 'evRelieved'; readonly site: Named }

/** Newest first; the mark stands in it once it has passed. */
export function timelineOf(incident: Pick<Incident, 'startedAt' | 'reliefDueAt' | 'allocations' | 'trips' | 'places'>, now: number): TimelineEvent[] {
  const events: TimelineEvent[] = [
    { at: incident.startedAt, kind: 'evOpened' },
    ...incident.allocations.map(({ createdAt, number }): TimelineEvent => ({ at: createdAt, kind: 'evProposed', number })),
    ...incident.places.flatMap((place): TimelineEvent[] => (place.relievedAt && place.people > 0 ? [{ at: place.relievedAt, kind: 'evRelieved', site: place.site }] : [])),
  ]
  for (const trip of incident.trips) {
    if (trip.reroutedAt) events.push({ at: trip.reroutedAt, kind: 'evRerouted', number: trip.number, plate: trip.vehicle.plate })
    for (const waybill of trip.waybills) {
      events.push({ at: waybill.issuedAt, kind: 'evSent', number: waybill.number, site: waybill.toSite, plate: trip.vehicle.plate, waybillId: waybill.id })
      if (waybill.signedAt) events.push({ at: waybill.signedAt, kind: 'evSigned', number: waybill.number, site: waybill.toSite, by: waybill.signedName, late: waybill.late === true, waybillId: waybill.id })
    }
  }
  if (Date.parse(incident.reliefDueAt) < now) events.push({ at: incident.reliefDueAt, kind: 'evDue' })
  return events.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
