// Telling that a road is closed: the points are marked on the map beside it, the rest is typed here.
import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { useTravel, type Box } from '../../map/roadMap.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { closureFaults, closureInput, closureReasons, leastPoints, type CloseRoadForm } from './closeRoadForm.ts'
import { closureWords } from './closureWords.ts'
import type { IncidentRow } from './documents.ts'
import { useRoadNames } from './reading.ts'
import { RoadByName } from './RoadByName.tsx'
import type { useClosing } from './useClosing.ts'
import { CloseRoad as CloseRoadWrite } from './writes.ts'

type Props = { form: CloseRoadForm; onChange: (part: Partial<CloseRoadForm>) => void; incidents: readonly IncidentRow[]; now: number; named: ReturnType<typeof useClosing>['named']; seen: () => Box | null; onClose: () => void; onTold: () => void }

export function CloseRoad({ form, onChange, incidents, now, named, seen, onClose, onTold }: Props) {
  const t = useWords(closureWords)
  const term = useTerm()
  const say = useWordError()
  const heeded = useTravel().data?.closuresHeeded ?? true
  const write = useWrite(CloseRoadWrite)
  const marked = form.points.map(([longitude, latitude]) => ({ latitude, longitude }))
  const names = useRoadNames(form.shape, marked, heeded && form.shape !== 'ROAD' && marked.length >= leastPoints(form.shape)).data ?? []
  const [tried, setTried] = useState(false)
  const faults = tried ? closureFaults(form, now) : {}
  const refusal = (field: string) => {
    const found = write.error instanceof Refused ? write.error.refusals.find((one) => one.fields.some((path) => path.replace(/^input\./, '').split('.')[0] === field)) : undefined
    return found && wordRefusal(found)
  }
  const rest = write.error !== null && !['points', 'road', 'note', 'fromAt', 'untilAt'].some(refusal) ? say(write.error) : null
  const pointsFault = (faults.points && t(faults.points, { least: leastPoints(form.shape) })) || refusal('points')
  const submit = () => {
    setTried(true)
    if (Object.keys(closureFaults(form, now)).length === 0 && (form.shape !== 'ROAD' || named.data?.length === 1)) write.mutate(closureInput(form), { onSuccess: onTold })
  }
  return (
    <section className="close-road" aria-label={t('closing')}>
      <h2>{t('closing')}</h2>
      <form className="inc-stack" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
        {!heeded && <p className="notice">{t('notHeeded')}</p>}
        <div className="field" role="group" aria-label={t('shape')}>
          <span className="field-label">{t('shape')}</span>
          <Radio.Group value={form.shape} optionType="button" onChange={(event) => onChange({ shape: event.target.value as CloseRoadForm['shape'] })} options={(['ALONG', 'AREA', 'ROAD'] as const).map((shape) => ({ value: shape, label: term(shape) }))} />
        </div>
        {form.shape === 'ROAD' ? <RoadByName form={form} onChange={onChange} named={named} seen={seen} fault={(faults.road && t(faults.road)) || refusal('road') || (tried && named.data && named.data.length > 1 ? t('faultRoad') : undefined)} /> : <p className="muted">{t(form.shape === 'AREA' ? 'stepsArea' : 'stepsAlong')} {t('steps')}</p>}
        {form.shape !== 'ROAD' && <div className="inc-tools">
          <strong role="status">{t('points', { count: form.points.length })}</strong>
          <Button disabled={form.points.length === 0} onClick={() => onChange({ points: form.points.slice(0, -1) })}>{t('undo')}</Button>
          <Button disabled={form.points.length === 0} onClick={() => onChange({ points: [] })}>{t('clear')}</Button>
        </div>}
        {names.length > 0 && (
          <div className="inc-tools" aria-live="polite">
            <span>{t('roads', { names: names.join(t('between')) })}</span>
            {form.name.trim() === '' && <Button size="small" onClick={() => onChange({ name: names[0]! })}>{t('takeRoad', { name: names[0]! })}</Button>}
          </div>
        )}
        {pointsFault && <p className="field-error" role="alert">{pointsFault}</p>}
        <Field label={t('name')} hint={t('nameHint')} error={(faults.name && t(faults.name)) || refusal('note')}>
          <Input value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
        <Field label={t('reason')}>
          <Select aria-label={t('reason')} value={form.reason} onChange={(reason) => onChange({ reason })} options={closureReasons.map((reason) => ({ value: reason, label: term(reason) }))} />
        </Field>
        <Field label={t('incident')}>
          <Select aria-label={t('incident')} value={form.incidentId ?? ''} onChange={(id) => onChange({ incidentId: id || null })} options={[{ value: '', label: t('noIncident') }, ...incidents.map((incident) => ({ value: incident.id, label: incident.name }))]} />
        </Field>
        <Field label={t('from')} hint={t('fromHint')} error={(faults.from && t(faults.from)) || refusal('fromAt')}>
          <Input type="datetime-local" value={form.from} onChange={(event) => onChange({ from: event.target.value })} />
        </Field>
        <Field label={t('to')} hint={t('toHint')} error={(faults.until && t(faults.until)) || refusal('untilAt')}>
          <Input type="datetime-local" value={form.until} onChange={(event) => onChange({ until: event.target.value })} />
        </Field>
        <Checkbox checked={form.passesGo} onChange={(event) => onChange({ passesGo: event.target.checked })}>{t('passes')}</Checkbox>
        {rest && <p className="field-error" role="alert">{rest}</p>}
        <div className="form-actions">
          <Button type="primary" danger htmlType="submit" loading={write.isPending}>{t('confirm')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </section>
  )
}
