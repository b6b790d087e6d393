// The six figures of the dispatch board.
import { clockOf, type ClockedPlace } from './reliefClock.ts'

type Like = { readonly state: string; readonly places: readonly ClockedPlace[] }
export type BoardFigures = { readonly incidents: number; readonly waiting: number; readonly late: number; readonly planned: number; readonly onWay: number; readonly breaches: number | null }

export function boardFigures(incidents: readonly Like[], trips: readonly { readonly state: string }[], breaches: number | null, now: number): BoardFigures {
  const open = incidents.filter((incident) => incident.state === 'OPEN')
  const waiting = open.flatMap((incident) => incident.places).filter((place) => place.people > 0 && place.relievedAt === null)
  return {
    incidents: open.length,
    waiting: waiting.length,
    late: waiting.filter((place) => clockOf(place, now).state === 'late').length,
    planned: trips.filter((trip) => trip.state === 'PLANNED').length,
    onWay: trips.filter((trip) => trip.state === 'DISPATCHED').length,
    breaches,
  }
}
