import { Button, Input, Radio, Select } from 'antd'
import { useCallback, useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useAbout } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { blankInspection, inspectionFaults, inspectionInput, inspectionKinds, type InspectionDraft } from './inspectionForm.ts'
import { RecordInspection, type UnitCard } from './unitQueries.ts'
import { unitWords } from './unitWords.ts'

/** Records an inspection or test certificate; begins with the kind that was done last. What is typed is kept until it is recorded. */
export function InspectionPanel({ unit, onClose, onDone }: { unit: UnitCard; onClose: () => void; onDone: () => void }) {
  const t = useWords(unitWords)
  const term = useTerm()
  const say = useWordError()
  const { today } = useAbout()
  const [begun] = useState(() => blankInspection(today, unit.inspections[0]?.kind ?? 'VISUAL'))
  const begin = useCallback(() => begun, [begun])
  const untouched = useCallback((draft: InspectionDraft) => JSON.stringify(draft) === JSON.stringify(begun), [begun])
  const { draft, change, clear } = useDraft<InspectionDraft>(`inspection ${unit.lot.id}`, begin, untouched)
  const [tried, setTried] = useState(false)
  const write = useWrite(RecordInspection)
  const faults = inspectionFaults(draft, today, unit.runHours)
  const fault = (field: keyof typeof faults) => (tried && faults[field] ? t(faults[field]) : null)
  const set = (part: Partial<InspectionDraft>) => change((now) => ({ ...now, ...part }))
  const failed = draft.result === 'FAILED'
  return (
    <Card title={t('recordTitle', { serial: unit.serialNo })}>
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(faults).some(Boolean) || write.isPending) return
        write.mutate(inspectionInput(draft, unit.lot.id), { onSuccess: () => { clear(); onDone() } })
      }}>
        <fieldset className="chips">
          <legend className="field-label">{t('result')}</legend>
          <Radio.Group optionType="button" value={draft.result} onChange={(event) => set({ result: event.target.value as InspectionDraft['result'] })} options={(['PASSED', 'FAILED'] as const).map((one) => ({ value: one, label: term(one) }))} />
        </fieldset>
        {failed && <p className="notice" role="status">{t('failedNote')}</p>}
        <div className="form-head">
          <Field label={t('kind')}><Select className="select" value={draft.kind} onChange={(kind) => set({ kind })} options={inspectionKinds.map((one) => ({ value: one, label: term(one) }))} /></Field>
          <Field label={t('doneOn')} error={fault('doneOn')}><input className="plain-input" type="date" max={today} value={draft.doneOn} aria-invalid={fault('doneOn') !== null} onChange={(event) => set({ doneOn: event.target.value })} /></Field>
          <Field label={t('nextDueOn')} hint={t('nextHint')} error={fault('nextDueOn')}><input className="plain-input" type="date" min={draft.doneOn} value={draft.nextDueOn} aria-invalid={fault('nextDueOn') !== null} onChange={(event) => set({ nextDueOn: event.target.value })} /></Field>
          <Field label={t('doneBy')} error={fault('doneBy')}><Input maxLength={80} value={draft.doneBy} aria-invalid={fault('doneBy') !== null} onChange={(event) => set({ doneBy: event.target.value })} /></Field>
          <Field label={t('certificateNo')}><Input maxLength={60} value={draft.certificateNo} onChange={(event) => set({ certificateNo: event.target.value })} /></Field>
          <Field label={t('grade')} hint={t('gradeHint')}><Select className="select" value={draft.grade} onChange={(grade) => set({ grade })} options={[{ value: '' as const, label: '–' }, ...(['A', 'B', 'C'] as const).map((one) => ({ value: one, label: term(one) }))]} /></Field>
          <Field label={t('runHours')} hint={unit.runHours ? t('hoursHint', { hours: unit.runHours }) : undefined} error={fault('runHours')}><input className="plain-input number-input" inputMode="decimal" value={draft.runHours} aria-invalid={fault('runHours') !== null} onChange={(event) => set({ runHours: event.target.value })} /></Field>
          <Field label={failed ? t('noteFailed') : term('note')} wide error={fault('note')}><Input maxLength={500} value={draft.note} aria-invalid={fault('note') !== null} onChange={(event) => set({ note: event.target.value })} /></Field>
        </div>
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending}>{t('confirm')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
