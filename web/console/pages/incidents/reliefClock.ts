// The ten-hour relief clock of a place: how it stands at a moment.
export type ClockState = 'running' | 'near' | 'late' | 'stopped' | 'stoppedLate' | 'unrelieved'
export type Clock = {
  readonly state: ClockState
  /** To the mark: below zero once it has passed. Of a stopped clock: what was left when relief came. */
  readonly leftMs: number
  /** From the start to now, or to relief, against the whole span; 0 to 1. */
  readonly spent: number
}
export type ClockedPlace = { readonly people: number; readonly reliefDueAt: string; readonly relievedAt: string | null }

const nearMs = 2 * 3_600_000
const spanMs = 10 * 3_600_000

/** closed: the incident is over, its clocks no longer run. */
export function clockOf(place: ClockedPlace, now: number, closed = false): Clock {
  const due = Date.parse(place.reliefDueAt)
  const end = place.relievedAt === null ? now : Date.parse(place.relievedAt)
  const leftMs = due - end
  const spent = Math.min(1, Math.max(0, (spanMs - leftMs) / spanMs))
  if (place.relievedAt !== null) return { state: leftMs < 0 ? 'stoppedLate' : 'stopped', leftMs, spent }
  if (closed) return { state: 'unrelieved', leftMs, spent }
  return { state: leftMs < 0 ? 'late' : leftMs < nearMs ? 'near' : 'running', leftMs, spent }
}

export type ClockSummary = { readonly places: number; readonly relieved: number; readonly late: number; readonly nextDueAt: string | null }

/** Over the places where people are; places for works goods have no people to relieve. */
export function summarise(places: readonly ClockedPlace[], now: number): ClockSummary {
  const withPeople = places.filter((place) => place.people > 0)
  const waiting = withPeople.filter((place) => place.relievedAt === null)
  const next = waiting.map((place) => place.reliefDueAt).sort((a, b) => Date.parse(a) - Date.parse(b))[0]
  return {
    places: withPeople.length,
    relieved: withPeople.length - waiting.length,
    late: withPeople.filter((place) => clockOf(place, now).state === 'late' || clockOf(place, now).state === 'stoppedLate').length,
    nextDueAt: next ?? null,
  }
}

/** Worst first: late, then least time left, then those relieved. */
export function byUrgency<P extends ClockedPlace>(places: readonly P[], now: number): P[] {
  const rank = (place: P) => (place.people === 0 ? 2 : place.relievedAt === null ? 0 : 1)
  return [...places].sort((a, b) => rank(a) - rank(b) || clockOf(a, now).leftMs - clockOf(b, now).leftMs || b.people - a.people)
}
