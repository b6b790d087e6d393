// The trips of an incident: those that wait for dispatch first, one action for each or for all.
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { useViewer } from '../../useSession.ts'
import { DispatchSheet } from './DispatchSheet.tsx'
import type { Incident, Trip } from './documents.ts'
import { GreenLane } from './GreenLane.tsx'
import { TripCard } from './TripCard.tsx'
import { byState } from './tripFigures.ts'
import type { Place } from './usePlacing.ts'
import { tripWords } from './tripWords.ts'
import { useDispatchAll } from './useDispatchAll.ts'

type Props = { trips: readonly Trip[]; place: string | null; selected: string | null; onSelect: (id: string | null) => void; unserved: Incident['allocations']; passes: Incident['greenLaneVehicles']; incidentId: string; closed: boolean; position: Place }

/** More than so many at once are asked for twice. */
const manyTrips = 20

export function TripsView({ trips, place, selected, onSelect, unserved, passes, incidentId, closed, position }: Props) {
  const t = useWords(tripWords)
  const term = useTerm()
  const viewer = useViewer()
  const { dispatch, running, results, clear } = useDispatchAll()
  const mayWrite = !closed && may(viewer, 'trip.write')
  const shown = byState(trips.filter((trip) => place === null || trip.stops.some((stop) => stop.site.id === place)))
  const planned = trips.filter((trip) => trip.state === 'PLANNED')
  const all = <Button type="primary" loading={running !== null} onClick={planned.length > manyTrips ? undefined : () => void dispatch(planned)}>{t('dispatchAll', { count: planned.length })}</Button>
  return (
    <div className="inc-stack">
      {unserved.map((allocation) => (
        <p key={allocation.id} className="notice over">
          {t('unserved', { count: allocation.unserved.length })} <Link to="/incidents/$incidentId/allocations/$allocationId" params={{ incidentId, allocationId: allocation.id }}>{allocation.number} {t('unservedSee')}</Link>
        </p>
      ))}
      {mayWrite && planned.length > 1 && (
        <div className="inc-tools">
          {planned.length > manyTrips ? <Popconfirm title={t('dispatchAllSure', { count: planned.length })} okText={t('dispatch')} cancelText={term('back')} onConfirm={() => void dispatch(planned)}>{all}</Popconfirm> : all}
          {running && <span role="status">{t('dispatching', running)}</span>}
        </div>
      )}
      {mayWrite && <GreenLane incidentId={incidentId} passes={passes} />}
      <DispatchSheet results={results} onClose={clear} busy={running !== null} />
      {shown.length === 0 && <p className="empty">{t('noneHere')}</p>}
      <ul className="trips" aria-label={t('list')}>
        {shown.map((trip) => <TripCard key={trip.id} trip={trip} selected={selected === trip.id} onSelect={onSelect} mayWrite={mayWrite && running === null} place={position} />)}
      </ul>
    </div>
  )
}
