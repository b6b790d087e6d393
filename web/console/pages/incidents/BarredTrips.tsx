// Trips that a closed road lies in the way of: those that wait are planned anew, those under way are rerouted, and their drivers called.
import { Button } from 'antd'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useBarringName } from './closures.ts'
import { closureWords } from './closureWords.ts'
import type { Trip } from './documents.ts'
import { ReplanBarred } from './ReplanBarred.tsx'
import { barredByAllocation, useReplan } from './useReplan.ts'
import { useReroute } from './useReroute.ts'

type Props = { trips: readonly Trip[]; selected: string | null; onSelect: (id: string | null) => void; mayWrite: boolean }

export function BarredTrips({ trips, selected, onSelect, mayWrite }: Props) {
  const t = useWords(closureWords)
  const called = useBarringName()
  const replanning = useReplan()
  const rerouting = useReroute()
  const barred = trips.filter((trip) => trip.closures.length > 0)
  if (barred.length === 0 && [replanning, rerouting].every((write) => write.done === null && write.error === null)) return null
  return (
    <section aria-label={t('barred')} className="barred-trips">
      {barred.length > 0 && <h2>{t('barredTitle', { count: barred.length })}</h2>}
      <ul>
        {barred.map((trip) => (
          <li key={trip.id}>
            <button type="button" aria-pressed={selected === trip.id} onClick={() => onSelect(selected === trip.id ? null : trip.id)}>
              <span className="code">{trip.number}</span> {trip.vehicle.plate} <StateTag state={trip.state} />
              <span className="board-line over">{t('barredBy', { names: trip.closures.map(called).join(t('between')) })}</span>
              {trip.state === 'DISPATCHED' && <span className="board-line muted">{t(mayWrite ? 'underWay' : 'underWayNobody')}</span>}
            </button>
            {mayWrite && <Reroute trip={trip} {...rerouting} />}
          </li>
        ))}
      </ul>
      {mayWrite && [...barredByAllocation(barred)].map(([allocationId, waiting]) => (
        <ReplanBarred key={allocationId} allocationId={allocationId} trips={waiting} replanning={replanning} />
      ))}
      <Outcomes replanning={replanning} rerouting={rerouting} />
    </section>
  )
}

/** On the card of a trip: what bars it, and planning it anew or rerouting it. */
export function TripBarred({ trip, mayWrite }: { trip: Trip; mayWrite: boolean }) {
  const t = useWords(closureWords)
  const called = useBarringName()
  const replanning = useReplan()
  const rerouting = useReroute()
  const barred = trip.closures.length > 0
  if (!barred && rerouting.done === null) return null
  return (
    <div className={barred ? 'trip-barred' : 'trip-rerouted'} role="group" aria-label={t(barred ? 'barred' : 'reroute')}>
      {barred && <p className="over"><span aria-hidden="true">⊖ </span>{t('barredBy', { names: trip.closures.map(called).join(t('between')) })}</p>}
      {barred && trip.state === 'DISPATCHED' && <p>{t(mayWrite ? 'underWay' : 'underWayNobody')}</p>}
      {mayWrite && barred && <Reroute trip={trip} {...rerouting} />}
      {mayWrite && barred && trip.state === 'PLANNED' && <Button aria-label={t('replanOf', { number: trip.number })} loading={replanning.pending} onClick={() => replanning.replan(trip.allocationId, [trip])}>{t('replan')}</Button>}
      <Outcomes replanning={{ ...replanning, done: null }} rerouting={rerouting} />
    </div>
  )
}

function Reroute({ trip, pending, reroute }: { trip: Trip } & Pick<ReturnType<typeof useReroute>, 'pending' | 'reroute'>) {
  const t = useWords(closureWords)
  if (trip.state !== 'DISPATCHED') return null
  return <Button aria-label={t('rerouteOf', { number: trip.number })} loading={pending === trip.id} disabled={pending !== null && pending !== trip.id} onClick={() => reroute(trip)}>{t('reroute')}</Button>
}

/** What came of planning anew and of rerouting, while nothing of it runs. */
function Outcomes({ replanning, rerouting }: { replanning: Pick<ReturnType<typeof useReplan>, 'pending' | 'error' | 'done'>; rerouting: ReturnType<typeof useReroute> }) {
  const t = useWords(closureWords)
  const { done } = replanning
  return (
    <>
      <Outcome pending={replanning.pending ? t('replanning') : null} error={replanning.error} done={done && (done.left > 0 ? t('replannedLeft', { left: done.left }) : t('replanned'))} />
      <Outcome pending={rerouting.pending === null ? null : t('rerouting')} error={rerouting.error} done={rerouting.done} />
    </>
  )
}

function Outcome({ pending, error, done }: { pending: string | null; error: unknown; done: string | null }) {
  const say = useWordError()
  if (pending !== null) return <p role="status">{pending}</p>
  if (error !== null) return <p className="field-error" role="alert">{say(error)}</p>
  return done === null ? null : <p role="status">{done}</p>
}
