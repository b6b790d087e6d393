// Another way for a trip under way, round what is closed; what comes late by it is told.
import { hoursAndMinutes } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useWrite } from '../../useWrite.ts'
import { closureWords } from './closureWords.ts'
import type { Trip } from './documents.ts'
import type { positionOf } from './vehiclePlace.ts'
import { lateStops } from './tripFigures.ts'
import { RerouteTrip } from './writes.ts'

export function useReroute() {
  const t = useWords(closureWords)
  const name = useNames()
  const write = useWrite(RerouteTrip)
  const reroute = (trip: Pick<Trip, 'id' | 'revision'>, position?: Exclude<ReturnType<typeof positionOf>, string>, onDone?: () => void) =>
    write.mutate({ tripId: trip.id, revision: trip.revision, ...(position ? { position } : {}) }, onDone ? { onSuccess: onDone } : {})
  const told = () => {
    const trip = write.data?.trip
    if (!trip) return null
    const late = lateStops(trip.stops).map(({ stop, byMs }) => t('lateStop', { name: name(stop.site), time: hoursAndMinutes(byMs) }))
    return late.length > 0 ? t('reroutedLate', { number: trip.number, stops: late.join(t('between')) }) : t('rerouted', { number: trip.number })
  }
  return { reroute, pending: write.isPending ? write.variables.tripId : null, error: write.error, done: told() }
}
