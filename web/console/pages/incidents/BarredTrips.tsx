// Trips that a closed road lies in the way of: those that wait are planned anew, those under way are called.
import { Button } from 'antd'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useBarringName } from './closures.ts'
import { closureWords } from './closureWords.ts'
import type { Trip } from './documents.ts'
import { barredByAllocation, useReplan } from './useReplan.ts'

type Props = { trips: readonly Trip[]; selected: string | null; onSelect: (id: string | null) => void; mayWrite: boolean }

export function BarredTrips({ trips, selected, onSelect, mayWrite }: Props) {
  const t = useWords(closureWords)
  const say = useWordError()
  const called = useBarringName()
  const { replan, pending, error, done } = useReplan()
  const barred = trips.filter((trip) => trip.closures.length > 0)
  if (barred.length === 0 && done === null && error === null) return null
  return (
    <section aria-label={t('barred')} className="barred-trips">
      {barred.length > 0 && <h2>{t('barredTitle', { count: barred.length })}</h2>}
      <ul>
        {barred.map((trip) => (
          <li key={trip.id}>
            <button type="button" aria-pressed={selected === trip.id} onClick={() => onSelect(selected === trip.id ? null : trip.id)}>
              <span className="code">{trip.number}</span> {trip.vehicle.plate} <StateTag state={trip.state} />
              <span className="board-line over">{t('barredBy', { names: trip.closures.map(called).join(t('between')) })}</span>
              {trip.state === 'DISPATCHED' && <span className="board-line muted">{t('underWay')}</span>}
            </button>
          </li>
        ))}
      </ul>
      {mayWrite && [...barredByAllocation(barred)].map(([allocationId, waiting]) => (
        <Button key={allocationId} type="primary" loading={pending} onClick={() => replan(allocationId, waiting)}>
          {waiting.length === 1 ? t('replanOf', { number: waiting[0]!.number }) : t('replanAll', { count: waiting.length })}
        </Button>
      ))}
      <ReplanOutcome pending={pending} done={done} error={error === null ? null : say(error)} />
    </section>
  )
}

/** On the card of a trip: what bars it, and planning it anew. */
export function TripBarred({ trip, mayWrite }: { trip: Trip; mayWrite: boolean }) {
  const t = useWords(closureWords)
  const say = useWordError()
  const called = useBarringName()
  const { replan, pending, error } = useReplan()
  if (trip.closures.length === 0) return null
  return (
    <div className="trip-barred" role="group" aria-label={t('barred')}>
      <p className="over"><span aria-hidden="true">⊖ </span>{t('barredBy', { names: trip.closures.map(called).join(t('between')) })}</p>
      {trip.state === 'DISPATCHED' && <p>{t('underWay')}</p>}
      {mayWrite && trip.state === 'PLANNED' && <Button aria-label={t('replanOf', { number: trip.number })} loading={pending} onClick={() => replan(trip.allocationId, [trip])}>{t('replan')}</Button>}
      <ReplanOutcome pending={pending} done={null} error={error === null ? null : say(error)} />
    </div>
  )
}

function ReplanOutcome({ pending, done, error }: { pending: boolean; done: { left: number } | null; error: string | null }) {
  const t = useWords(closureWords)
  return (
    <>
      {pending && <p role="status">{t('replanning')}</p>}
      {!pending && error === null && done && <p role="status">{done.left > 0 ? t('replannedLeft', { left: done.left }) : t('replanned')}</p>}
      {error !== null && <p className="field-error" role="alert">{error}</p>}
    </>
  )
}
