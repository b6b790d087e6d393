import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { timeOfDay } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { LevelTag } from '../../parts/LevelTag.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { boardWords } from './boardWords.ts'
import { ClockTag } from './ClockTag.tsx'
import type { IncidentRow, TripRow } from './documents.ts'
import { listWords } from './listWords.ts'
import { byUrgency, clockOf, summarise } from './reliefClock.ts'

type Props = {
  incidents: readonly IncidentRow[]
  trips: readonly TripRow[]
  now: number
  most: number
  chosen: string | null
  selected: string | null
  onIncident: (id: string | null) => void
  onTrip: (id: string | null) => void
  /** Closed roads. */
  children: ReactNode
}

/** Beside the map: open incidents, closed roads, then trips on the way; choosing one filters or highlights the map. */
export function BoardLists({ incidents, trips, now, most, chosen, selected, onIncident, onTrip, children }: Props) {
  const t = useWords(boardWords)
  const c = useWords(listWords)
  const name = useNames()
  return (
    <div className="board-lists">
      <section aria-label={t('incidents')}>
        <h2>{t('incidents')}</h2>
        {incidents.length === 0 && <p className="muted">{t('noIncident')}</p>}
        <ul>
          {incidents.slice(0, most).map((incident) => {
            const worst = byUrgency(incident.places.filter((place) => place.people > 0), now)[0]
            const summary = summarise(incident.places, now)
            return (
              <li key={incident.id}>
                <button type="button" aria-pressed={chosen === incident.id} onClick={() => onIncident(chosen === incident.id ? null : incident.id)}>
                  <strong>{incident.name}</strong> {incident.drill && <span className="drill-tag">{c('drill')}</span>} <LevelTag level={incident.level} />
                  <span className="board-line">{c('places', { done: summary.relieved, all: summary.places })} {worst && (summary.relieved === summary.places ? <StateTag tone="good" word={c('allRelieved')} /> : <ClockTag clock={clockOf(worst, now)} />)}</span>
                </button>
                <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }} className="board-open" aria-label={`${t('open')} ${incident.name}`}>{t('open')}</Link>
              </li>
            )
          })}
        </ul>
        {incidents.length > most && <p className="muted">{t('more', { count: incidents.length - most })}</p>}
      </section>
      {children}
      <section aria-label={t('trips')}>
        <h2>{t('trips')}</h2>
        {trips.length === 0 && <p className="muted">{t('noTrips')}</p>}
        <ul>
          {trips.slice(0, most).map((trip) => {
            const next = trip.stops.find((stop) => Date.parse(stop.arriveAt) > now) ?? trip.stops[trip.stops.length - 1]
            return (
              <li key={trip.id}>
                <button type="button" aria-pressed={selected === trip.id} onClick={() => onTrip(selected === trip.id ? null : trip.id)}>
                  <span>{next && t('tripNext', { plate: trip.vehicle.plate, name: name(next.site), time: timeOfDay(next.arriveAt) })}</span>
                </button>
              </li>
            )
          })}
        </ul>
        {trips.length > most && <p className="muted">{t('more', { count: trips.length - most })}</p>}
      </section>
    </div>
  )
}
