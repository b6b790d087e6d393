import { Button } from 'antd'
import { distance } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { allocationWords } from './allocationWords.ts'
import { useBarringName } from './closures.ts'
import { closureWords } from './closureWords.ts'
import { LoadBars } from './LoadBars.tsx'
import { TripFacts, TripStops } from './TripRoute.tsx'
import { tripWords } from './tripWords.ts'
import { UnservedList } from './UnservedLoads.tsx'
import type { Rehearsed } from './useRehearsal.ts'

type Props = { plan: Rehearsed; replaced?: readonly string[]; waiting: string | null; onConfirm: () => void; onClose: () => void }

/**
 * Trips as they would be planned: none of them is there. Their numbers are not shown, as they are free for others. replaced: the
 * numbers of trips that would be cancelled; waiting: what is said while it is planned.
 */
export function RehearsedPlan({ plan, replaced = [], waiting, onConfirm, onClose }: Props) {
  const t = useWords(allocationWords)
  const w = useWords(tripWords)
  const c = useWords(closureWords)
  const name = useNames()
  const called = useBarringName()
  const added = plan.trips.filter((trip) => trip.rehearsed)
  const standing = plan.trips.length - added.length
  const unserved = plan.allocation?.unserved ?? []
  return (
    <section className="rehearsed inc-stack" aria-label={t('rehearsed')}>
      <div role="status">
        <h3>{t('rehearsed')}{t('colon')}{added.length === 0 ? t('rehearsedNone') : t('rehearsedTotals', { trips: added.length, distance: distance(added.reduce((sum, trip) => sum + trip.distanceMetres, 0)) })}</h3>
        <p className="muted">{t('rehearsedNote')}</p>
      </div>
      {replaced.length > 0 && <p>{t('rehearsedReplaced', { numbers: replaced.join(c('between')) })}</p>}
      {standing > 0 && <p>{t('rehearsedStanding', { count: standing })}</p>}
      <ul className="rehearsed-trips">
        {added.map((trip) => (
          <li key={trip.id} className="trip">
            <div className="trip-head">
              <b className="nowrap">{trip.vehicle.plate}</b>
              <span className="muted">{name({ nameZh: trip.vehicle.typeZh, nameEn: trip.vehicle.typeEn })} · {name(trip.vehicle.carrier)}</span>
              {trip.vehicle.coldChain && <span className="mark-cold">{w('cold')}</span>}
            </div>
            <TripFacts trip={trip} />
            {trip.closures.length > 0 && <p className="over"><span aria-hidden="true">⊖ </span>{c('barredBy', { names: trip.closures.map(called).join(c('between')) })}</p>}
            <LoadBars trip={trip} />
            <TripStops stops={trip.stops} />
          </li>
        ))}
      </ul>
      {unserved.length > 0 && (
        <div>
          <h3>{t('unserved')} {unserved.length}</h3>
          <UnservedList unserved={unserved} />
        </div>
      )}
      <div className="form-actions">
        <Button type="primary" loading={waiting !== null} onClick={onConfirm}>{t('rehearsedConfirm')}</Button>
        <Button disabled={waiting !== null} onClick={onClose}>{t('rehearsedClose')}</Button>
        {waiting !== null && <span role="status">{waiting}</span>}
      </div>
    </section>
  )
}
