import { Button, Input, Select } from 'antd'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { differenceReasons, faultOf, receivedOf, type Difference, type DifferenceReason } from './arrival.ts'
import type { Waybill } from './documents.ts'
import { waybillWords } from './waybillWords.ts'

type Props = { line: Waybill['lines'][number]; difference: Difference; tried: boolean; onChange: (difference: Difference) => void; onUndo: () => void }

/** What is missing or damaged of one line; what is received follows. */
export function DifferenceFields({ line, difference, tried, onChange, onUndo }: Props) {
  const t = useWords(waybillWords)
  const term = useTerm()
  const unit = useUnit()
  const fault = faultOf(line, difference)
  const received = receivedOf(line, difference)
  const shown = fault !== null && (tried || fault === 'MORE' || fault === 'SCALE' || fault === 'NUMBER') ? fault : null
  return (
    <div className="difference">
      <Field label={t('shortOf', { unit: unit(line.item) })}><Input inputMode="decimal" value={difference.short} onChange={(event) => onChange({ ...difference, short: event.target.value })} /></Field>
      <Field label={t('damagedOf', { unit: unit(line.item) })}><Input inputMode="decimal" value={difference.damaged} onChange={(event) => onChange({ ...difference, damaged: event.target.value })} /></Field>
      <Field label={t('why')}>
        <Select<DifferenceReason> aria-label={t('why')} placeholder={t('chooseWhy')} value={difference.reason} onChange={(reason) => onChange({ ...difference, reason })} options={differenceReasons.map((reason) => ({ value: reason, label: term(reason) }))} />
      </Field>
      <Field label={t('noteField')}><Input maxLength={200} value={difference.note} onChange={(event) => onChange({ ...difference, note: event.target.value })} /></Field>
      <p className="difference-sum">
        {received !== null && <span role="status">{t('leftGood', { quantity: quantity(received) })}</span>} {shown && <span className="field-error" role="alert">{t(`fault${shown}`)}</span>}{' '}
        <Button size="small" onClick={onUndo}>{t('undo')}</Button>
      </p>
    </div>
  )
}
