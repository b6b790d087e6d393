import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useWrite } from '../../useWrite.ts'
import { TripBarred } from './BarredTrips.tsx'
import type { Trip } from './documents.ts'
import { greenLaneWords } from './greenLaneWords.ts'
import { LoadBars } from './LoadBars.tsx'
import type { Typed } from './loading.ts'
import { PartLoad } from './PartLoad.tsx'
import { ShortLoads } from './ShortLoads.tsx'
import { TripLoadsTable } from './TripLoadsTable.tsx'
import type { Place } from './usePlacing.ts'
import { VehiclePlace } from './VehiclePlace.tsx'
import { TripFacts, TripStops } from './TripRoute.tsx'
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
      <TripFacts trip={trip} />
      <TripBarred trip={trip} mayWrite={mayWrite} />
      <VehiclePlace trip={trip} place={place} mayWrite={mayWrite} />
      <LoadBars trip={trip} />
      <TripStops stops={trip.stops} />
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
