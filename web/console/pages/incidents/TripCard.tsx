import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { distance, hoursAndMinutes, timeOfDay } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useWrite } from '../../useWrite.ts'
import { TripBarred } from './BarredTrips.tsx'
import type { Trip } from './documents.ts'
import { greenLaneWords } from './greenLaneWords.ts'
import { LoadBars } from './LoadBars.tsx'
import { marginOf } from './tripFigures.ts'
import type { Typed } from './loading.ts'
import { PartLoad } from './PartLoad.tsx'
import { ShortLoads } from './ShortLoads.tsx'
import { TripLoadsTable } from './TripLoadsTable.tsx'
import type { Place } from './usePlacing.ts'
import { VehiclePlace } from './VehiclePlace.tsx'
import { tripWords } from './tripWords.ts'
import { CancelTrip, DispatchTrip } from './writes.ts'

type Props = { trip: Trip; selected: boolean; onSelect: (id: string | null) => void; mayWrite: boolean; place: Place; incident?: { id: string; name: string } }

/** One trip: its vehicle, how full it is, its stops with the margin before the mark, and what may be done with it. */
export function TripCard({ trip, selected, onSelect, mayWrite, place, incident }: Props) {
  const t = useWords(tripWords)
  const g = useWords(greenLaneWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const [open, setOpen] = useState(false)
  const [inPart, setInPart] = useState(false)
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({}) // kept while the form is closed
  const dispatch = useWrite(DispatchTrip)
  const cancel = useWrite(CancelTrip)
  const change = { tripId: trip.id, revision: trip.revision }
  const error = dispatch.error ?? cancel.error
  return (
    <li className={selected ? 'trip chosen' : 'trip'} data-state={trip.state}>
      <div className="trip-head">
        <button type="button" className="trip-number code" aria-pressed={selected} aria-label={t('showOnMap', { number: trip.number })} onClick={() => onSelect(selected ? null : trip.id)}>{trip.number}</button>
        <StateTag state={trip.state} />
        <span className="nowrap">{trip.vehicle.plate}</span>
        <span className="muted">{name({ nameZh: trip.vehicle.typeZh, nameEn: trip.vehicle.typeEn })} · {name(trip.vehicle.carrier)}</span>
        {trip.greenLane && <span className="mark-lane">{g('onPass')}</span>}
        {trip.vehicle.coldChain && <span className="mark-cold">{t('cold')}</span>}
        {incident && <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }} search={{ view: 'trips' }}>{incident.name}</Link>}
      </div>
      <p className="muted trip-facts">
        {t('depart', { time: timeOfDay(trip.departAt) })} · {t('home', { name: name(trip.vehicle.homeSite) })} · {distance(trip.distanceMetres)} · {t('back', { time: timeOfDay(trip.returnAt) })}
        {trip.reroutedAt && <span className="rerouted">{t('rerouted', { time: timeOfDay(trip.reroutedAt) })}</span>}
        {trip.estimated && <span className="estimated" title={t('estimatedHint')}>{t('estimated')}</span>}
      </p>
      <TripBarred trip={trip} mayWrite={mayWrite} />
      <VehiclePlace trip={trip} place={place} mayWrite={mayWrite} />
      <LoadBars trip={trip} />
      <ol className="stops" aria-label={t('stopList')}>
        {trip.stops.map((stop) => {
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
      {trip.waybills.length > 0 && (
        <p className="trip-waybills">
          <span className="muted">{t('waybills')}</span>
          {trip.waybills.map((waybill) => <span key={waybill.id} className="nowrap"><Link to="/waybills/$waybillId" params={{ waybillId: waybill.id }}>{waybill.number}</Link> <StateTag state={waybill.state} /></span>)}
        </p>
      )}
      <ShortLoads of={trip.shortLoads} />
      <div className="trip-actions">
        {mayWrite && trip.state === 'PLANNED' && (
          <>
            <Button type="primary" aria-label={t('dispatchOf', { number: trip.number })} loading={dispatch.isPending} onClick={() => dispatch.mutate(change)}>{t('dispatch')}</Button>
            <Button aria-label={t('dispatchPartOf', { number: trip.number })} aria-expanded={inPart} onClick={() => setInPart(!inPart)}>{t('dispatchPart')}</Button>
            <Popconfirm title={t('cancelSure', { number: trip.number })} okText={t('cancelTrip')} cancelText={term('back')} onConfirm={() => cancel.mutate(change)}>
              <Button aria-label={t('cancelOf', { number: trip.number })} loading={cancel.isPending}>{t('cancelTrip')}</Button>
            </Popconfirm>
          </>
        )}
        <Button type="text" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'hideLoads' : 'loads')}</Button>
      </div>
      {error !== null && <p className="field-error" role="alert">{say(error)}</p>}
      {inPart && mayWrite && trip.state === 'PLANNED' && <PartLoad trip={trip} typed={typed} onType={setTyped} onClose={() => setInPart(false)} />}
      {open && <TripLoadsTable trip={trip} />}
    </li>
  )
}
