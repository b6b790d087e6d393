import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useWrite } from '../../useWrite.ts'
import { AddApprovalRule } from './approvalQueries.ts'
import { approvalWords } from './words.ts'

const reasonsOf = {
  ISSUE: ['CONSUMPTION', 'DISTRIBUTION', 'LOAN', 'ROTATION', 'INCIDENT'],
  TRANSFER: [],
  ADJUSTMENT: ['MISCOUNT', 'FOUND', 'LOST', 'STOLEN', 'SPILT'],
  SCRAP: ['EXPIRED', 'DAMAGED', 'OBSOLETE', 'FAILED_TEST', 'LOST'],
  RETURN: ['DEFECTIVE', 'RECALL', 'WRONG_GOODS', 'EXCHANGE'],
} as const
type Kind = keyof typeof reasonsOf
const kinds = Object.keys(reasonsOf) as Kind[]

/** The classes of dangerous goods by GB 6944; class 7 is not kept. */
const hazardClasses = ['2.1', '2.2', '2.3', '3', '4.1', '4.2', '4.3', '5.1', '5.2', '6.1', '6.2', '8', '9']
const programmes = ['SPECIAL_NEED', 'MAJOR_EVENT']

export function AddRulePanel({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useWords(approvalWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const say = useWordError()
  const [kind, setKind] = useState<Kind>('ISSUE')
  const [reason, setReason] = useState<string | undefined>()
  const [value, setValue] = useState('')
  const [hazards, setHazards] = useState<string[]>([])
  const [programme, setProgramme] = useState<string | undefined>()
  const [persons, setPersons] = useState<1 | 2>(1)
  const [note, setNote] = useState('')
  const write = useWrite(AddApprovalRule)
  const yuan = value.normalize('NFKC').replace(/[\s,]/g, '')
  const fits = yuan === '' || /^\d{1,12}(\.\d{1,2})?$/.test(yuan)
  return (
    <Card title={t('addRule')}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        if (fits && !write.isPending) write.mutate({ kind, reason: reason ?? null, valueFrom: yuan || null, hazardClasses: hazards.length > 0 ? hazards : null, programme: programme ?? null, persons, note: note.trim() || null }, { onSuccess: onDone })
      }}>
        <p className="muted">{t('addWhy')}</p>
        <div className="form-head">
          <Field label={t('kind')}><Select className="select" value={kind} onChange={(next: Kind) => { setKind(next); setReason(undefined) }} options={kinds.map((one) => ({ value: one, label: kindWord(one) }))} /></Field>
          <Field label={term('reason')}><Select className="select" allowClear placeholder={t('any')} value={reason} disabled={reasonsOf[kind].length === 0} onChange={setReason} options={reasonsOf[kind].map((one) => ({ value: one, label: term(one) }))} /></Field>
          <Field label={t('valueLabel')} hint={t('valueHint')} error={fits ? null : t('valueFault')}><input className="plain-input number-input" inputMode="decimal" aria-invalid={!fits} value={value} onChange={(event) => setValue(event.target.value)} /></Field>
          <Field label={t('hazardLabel')} wide><Select className="select" mode="multiple" allowClear placeholder={t('any')} value={hazards} onChange={setHazards} options={hazardClasses.map((one) => ({ value: one, label: one }))} /></Field>
          <Field label={t('programmeLabel')}><Select className="select" allowClear placeholder={t('any')} value={programme} onChange={setProgramme} options={programmes.map((one) => ({ value: one, label: term(one) }))} /></Field>
          <fieldset className="chips">
            <legend className="field-label">{t('persons')}</legend>
            <Radio.Group optionType="button" value={persons} onChange={(event) => setPersons(event.target.value as 1 | 2)} options={([1, 2] as const).map((one) => ({ value: one, label: t('personsOf', { count: one }) }))} />
          </fieldset>
          <Field label={term('note')} wide><Input maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
        </div>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!fits}>{t('confirmAdd')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
