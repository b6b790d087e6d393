// Where the vehicle of a trip under way is: what was said last, and telling it anew, by a click on the map beside, typed, or at a stop.
import { Button, Input, Radio, Select } from 'antd'
import { useCallback, useState } from 'react'
import { timeOfDay } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { nameIn, translate, useNames, useWords, type Values } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import type { Trip } from './documents.ts'
import type { Place } from './usePlacing.ts'
import { useReroute } from './useReroute.ts'
import { nextByPlan, positionOf, type Placing } from './vehiclePlace.ts'
import { placeWords } from './placeWords.ts'
import { TellTripPosition } from './writes.ts'

/** mayWrite: whether the trip may be rerouted too. */
type Props = { trip: Trip; place: Place; mayWrite: boolean }

export function VehiclePlace({ trip, place, mayWrite }: Props) {
  const t = useWords(placeWords)
  const said = useSaid()
  const viewer = useViewer()
  const rerouting = useReroute()
  const [told, setTold] = useState(false)
  const open = place.placing?.tripId === trip.id
  const mayTell = may(viewer, 'trip.write') || (may(viewer, 'trip.position') && viewer.posts.some(({ organisation }) => organisation.id === trip.vehicle.carrier.id)) // carriers, of their own
  if (trip.state !== 'DISPATCHED') return null
  const done = () => {
    setTold(true)
    place.leave()
  }
  return (
    <div className="vehicle-place" role="group" aria-label={t('place')}>
      <p>
        {trip.position ? said(trip) : <span className="muted">{t('unsaid')}</span>}{' '}
        {mayTell && !open && <Button size="small" aria-label={t('tellOf', { number: trip.number })} onClick={() => { setTold(false); place.begin(trip.id, nextByPlan(trip, Date.now())) }}>{t('tell')}</Button>}
      </p>
      {open && place.placing && <PlaceForm trip={trip} placing={place.placing} place={place} mayWrite={mayWrite} rerouting={rerouting} onTold={done} />}
      {!open && told && <p role="status">{rerouting.done ?? t('told')}</p>}
    </div>
  )
}

/** What was said of the place of a vehicle: where, when, and by whom. The same function until the language changes, so that a map is not drawn anew for it. */
export function useSaid(): (trip: Pick<Trip, 'position' | 'stops'>) => string {
  const inLanguage = useLanguage()
  return useCallback(({ position, stops }) => {
    if (!position) return ''
    const say = (key: keyof typeof placeWords, values?: Values) => translate(placeWords, key, values, inLanguage)
    const stop = position.atStop === null ? undefined : stops.find(({ seq }) => seq === position.atStop)
    const where = stop ? say('atStop', { seq: stop.seq, name: nameIn(inLanguage, stop.site) }) : say('atPoint', { latitude: position.latitude.toFixed(4), longitude: position.longitude.toFixed(4) })
    return say('said', { time: timeOfDay(position.toldAt), who: position.toldBy ?? say('system'), where })
  }, [inLanguage])
}

type FormProps = { trip: Trip; placing: Placing; place: Place; mayWrite: boolean; rerouting: ReturnType<typeof useReroute>; onTold: () => void }

function PlaceForm({ trip, placing, place, mayWrite, rerouting, onTold }: FormProps) {
  const t = useWords(placeWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const write = useWrite(TellTripPosition)
  const [tried, setTried] = useState(false)
  const position = positionOf(placing)
  const fault = tried && typeof position === 'string' ? t(position) : null
  const error = write.error ?? rerouting.error
  const busy = write.isPending || rerouting.pending !== null
  const send = (reroute: boolean) => {
    setTried(true)
    if (typeof position === 'string' || busy) return
    if (reroute) rerouting.reroute(trip, position, onTold)
    else write.mutate({ tripId: trip.id, position }, { onSuccess: onTold })
  }
  const stops = trip.stops.map((stop) => ({ value: stop.seq, label: `${stop.seq} ${name(stop.site)}` }))
  return (
    <form className="inc-stack" aria-label={t('tellOf', { number: trip.number })} noValidate onSubmit={(event) => { event.preventDefault(); send(false) }}>
      <Radio.Group aria-label={t('where')} value={placing.at} optionType="button" onChange={(event) => place.change({ at: event.target.value as Placing['at'] })}
        options={[{ value: 'POINT', label: t('onTheWay') }, { value: 'STOP', label: t('atAStop') }]} />
      {placing.at === 'POINT' ? (
        <>
          <p className="muted">{t('clickMap')}</p>
          <div className="form-head">
            <Field label={t('latitude')}><Input inputMode="decimal" value={placing.latitude} onChange={(event) => place.change({ latitude: event.target.value })} /></Field>
            <Field label={t('longitude')}><Input inputMode="decimal" value={placing.longitude} onChange={(event) => place.change({ longitude: event.target.value })} /></Field>
            <Field label={t('nextStop')}><Select aria-label={t('nextStop')} value={placing.nextStop} onChange={(nextStop: number) => place.change({ nextStop })} options={stops} popupMatchSelectWidth={false} /></Field>
          </div>
        </>
      ) : <Field label={t('whichStop')}><Select aria-label={t('whichStop')} value={placing.stop} onChange={(stop: number) => place.change({ stop })} options={stops} popupMatchSelectWidth={false} /></Field>}
      {fault && <p className="field-error" role="alert">{fault}</p>}
      {error !== null && <p className="field-error" role="alert">{say(error)}</p>}
      <div className="form-actions">
        <Button htmlType="submit" type={mayWrite ? 'default' : 'primary'} loading={write.isPending} disabled={rerouting.pending !== null}>{t('keep')}</Button>
        {mayWrite && <Button type="primary" loading={rerouting.pending !== null} disabled={write.isPending} onClick={() => send(true)}>{t('rerouteFrom')}</Button>}
        <Button onClick={place.leave}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
