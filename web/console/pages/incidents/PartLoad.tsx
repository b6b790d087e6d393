import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import type { Trip, TripLoads } from './documents.ts'
import { asPlanned, faultOf, isLess, linesOf, loadedLines, shortLoadReasons, type ShortLoadReason, type Typed } from './loading.ts'
import { useTripLoads } from './reading.ts'
import { tripWords } from './tripWords.ts'
import { DispatchTrip } from './writes.ts'

type Props = { trip: Trip; typed: Readonly<Record<string, Typed>>; onType: (typed: Readonly<Record<string, Typed>>) => void; onClose: () => void }

/** Dispatches a trip of which the vehicle took only part: what was loaded of each line, why it is less, and what becomes of the rest. */
export function PartLoad(props: Props) {
  const loads = useTripLoads(props.trip.id)
  return <Loaded query={loads} lines={4}>{(found) => <PartLoadForm {...props} stops={found?.stops ?? []} />}</Loaded>
}

function PartLoadForm({ trip, typed, onType, onClose, stops }: Props & { stops: TripLoads['stops'] }) {
  const t = useWords(tripWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const [tried, setTried] = useState(false)
  const [sought, setSought] = useState('')
  const dispatch = useWrite(DispatchTrip)
  const lines = linesOf(stops)
  const of = (line: (typeof lines)[number]) => typed[line.lineId] ?? asPlanned(line)
  const faulty = lines.some((line) => faultOf(line, of(line)) !== null)
  return (
    <form
      className="part-load"
      aria-label={t('partOf', { number: trip.number })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!faulty) dispatch.mutate({ tripId: trip.id, revision: trip.revision, loaded: loadedLines(lines, typed) })
      }}
    >
      <p className="muted">{t('partNote')}</p>
      {lines.length > 8 && <Input.Search className="part-find" allowClear aria-label={t('partFind')} placeholder={t('partFind')} value={sought} onChange={(event) => setSought(event.target.value)} />}
      {lines.map((line) => {
        const now = of(line)
        const fault = faultOf(line, now)
        const differs = fault !== 'NUMBER' && fault !== 'SCALE' && isLess(line, now)
        const called = `${name(line.item)} ${line.lot.lotNo}`
        if (sought.trim() && !called.toLowerCase().includes(sought.trim().toLowerCase()) && fault === null && !differs) return null
        const change = (part: Partial<Typed>) => onType({ ...typed, [line.lineId]: { ...now, ...part } })
        return (
          <div key={line.lineId} role="group" aria-label={called} className="part-line">
            <span>{name(line.item)} <span className="muted code">{line.lot.lotNo}</span> <span className="nowrap">{t('plannedLoad')} <Quantity value={line.quantity} of={line.item} /></span></span>
            <Input aria-label={t('loadedOf', { unit: unit(line.item) })} {...(fault !== null && { status: 'error' as const })} inputMode="decimal" suffix={unit(line.item)} value={now.loaded} onChange={(event) => change({ loaded: event.target.value })} />
            {fault !== null && (tried || fault !== 'REASON') && <span className="field-error" role="alert">{t(`loadFault${fault}`)}</span>}
            {differs && (
              <div className="difference">
                <Field label={t('whyLess')}>
                  <Select<ShortLoadReason> aria-label={t('whyLess')} placeholder={t('chooseWhyLess')} value={now.reason} onChange={(reason) => change({ reason })} options={shortLoadReasons.map((reason) => ({ value: reason, label: term(reason) }))} />
                </Field>
                <Field label={term('note')}><Input maxLength={200} value={now.note} onChange={(event) => change({ note: event.target.value })} /></Field>
                <Radio.Group aria-label={t('restOf')} value={now.release} onChange={(event) => change({ release: event.target.value as boolean })} options={[{ value: false, label: t('restKept') }, { value: true, label: t('restReleased') }]} />
              </div>
            )}
          </div>
        )
      })}
      {dispatch.error !== null && <p className="field-error" role="alert">{say(dispatch.error)}</p>}
      <div className="trip-actions">
        <Button type="primary" htmlType="submit" loading={dispatch.isPending}>{t('dispatchLoaded')}</Button>
        <Button onClick={onClose}>{term('back')}</Button>
      </div>
    </form>
  )
}
