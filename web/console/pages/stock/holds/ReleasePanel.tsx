import { Button, Input } from 'antd'
import { useState } from 'react'
import { compare, fold, quantityProblem } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { useUnit } from '../../../parts/Quantity.tsx'
import { useWrite } from '../../../useWrite.ts'
import { plainQuantity } from '../forms/lines.ts'
import { ReleaseHold, type HoldRow } from './holdQueries.ts'
import { holdWords } from './words.ts'

/** Lets goods be used again, all of a hold or part of it. */
export function ReleasePanel({ hold, onClose, onDone }: { hold: HoldRow; onClose: () => void; onDone: () => void }) {
  const t = useWords(holdWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const [typed, setTyped] = useState(quantity(hold.quantity))
  const [note, setNote] = useState('')
  const write = useWrite(ReleaseHold)
  const fits = quantityProblem(typed, hold.item.scale) === null && compare(fold(typed), hold.quantity) <= 0
  return (
    <Card title={t('releaseTitle', { item: name(hold.item), lot: hold.lot.serialNo || hold.lot.lotNo })}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        if (fits && !write.isPending) write.mutate({ holdId: hold.id, quantity: plainQuantity(typed), note: note.trim(), expectedQuantity: hold.quantity }, { onSuccess: onDone })
      }}>
        <p className="muted">{t('releaseWhy', { quantity: `${quantity(hold.quantity)} ${unit(hold.item)}`, reason: term(hold.reason) })}</p>
        <Field label={term('quantity')} error={fits ? null : t('atMost', { most: quantity(hold.quantity) })}><input className="plain-input number-input" inputMode="decimal" aria-invalid={!fits} value={typed} onChange={(event) => setTyped(event.target.value)} /></Field>
        <Field label={t('fitWhy')} wide><Input autoFocus maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!fits || note.trim() === ''}>{t('confirmRelease')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
