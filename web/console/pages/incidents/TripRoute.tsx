// How a trip goes, planned or only rehearsed: when it leaves and is back, how far, and its stops with the margin before the mark.
import { distance, hoursAndMinutes, timeOfDay } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Trip } from './documents.ts'
import { marginOf } from './tripFigures.ts'
import { tripWords } from './tripWords.ts'

type Named = { nameZh: string; nameEn: string }
type Facts = Pick<Trip, 'departAt' | 'returnAt' | 'distanceMetres' | 'estimated'> & { vehicle: { homeSite: Named }; reroutedAt?: string | null }

export function TripFacts({ trip }: { trip: Facts }) {
  const t = useWords(tripWords)
  const name = useNames()
  return (
    <p className="muted trip-facts">
      {t('depart', { time: timeOfDay(trip.departAt) })} · {t('home', { name: name(trip.vehicle.homeSite) })} · {distance(trip.distanceMetres)} · {t('back', { time: timeOfDay(trip.returnAt) })}
      {trip.reroutedAt && <span className="rerouted">{t('rerouted', { time: timeOfDay(trip.reroutedAt) })}</span>}
      {trip.estimated && <span className="estimated" title={t('estimatedHint')}>{t('estimated')}</span>}
    </p>
  )
}

export function TripStops({ stops }: { stops: readonly { seq: number; arriveAt: string; dueAt: string | null; site: Named }[] }) {
  const t = useWords(tripWords)
  const name = useNames()
  return (
    <ol className="stops" aria-label={t('stopList')}>
      {stops.map((stop) => {
        const margin = marginOf(stop)
        return (
          <li key={stop.seq}>
            <span className="stop-seq" aria-hidden="true">{stop.seq}</span>
            <span>{name(stop.site)}</span>
            <span className="nowrap">{t('arrive', { time: timeOfDay(stop.arriveAt) })}</span>
            {margin !== null && stop.dueAt && <StateTag tone={margin < 0 ? 'bad' : margin < 3_600_000 ? 'near' : 'good'} word={`${t('due', { time: timeOfDay(stop.dueAt) })} ${t(margin < 0 ? 'overdue' : 'margin', { time: hoursAndMinutes(Math.abs(margin)) })}`} />}
          </li>
        )
      })}
    </ol>
  )
}
