import { Button } from 'antd'
import { useState } from 'react'
import { fold } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { BinFields, binInput, capacityFits } from './binFields.tsx'
import { ChangeBin, type BinRow } from './binQueries.ts'
import { binWords } from './binWords.ts'
import './bins.css'

/** What a bin is from now on; an empty one may be closed, and a closed one opened again. */
export function ChangePanel({ bin, onClose, onSaved }: { bin: BinRow; onClose: () => void; onSaved: () => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(ChangeBin)
  const [draft, setDraft] = useState({ zone: bin.zone, condition: bin.storageCondition ?? '', m3: bin.capacityM3 ?? '', kg: bin.capacityKg ?? '' })
  const [order, setOrder] = useState(String(bin.pickOrder))
  const [closed, setClosed] = useState(bin.closed)
  const orderFits = /^[1-9]\d{0,8}$/.test(fold(order))
  const ready = orderFits && capacityFits(draft.m3) && capacityFits(draft.kg)
  return (
    <Card title={t('changeTitle', { code: bin.code })}>
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        if (ready && !write.isPending) write.mutate({ binId: bin.id, revision: bin.revision, pickOrder: Number(fold(order)), closed, ...binInput(draft) }, { onSuccess: onSaved })
      }}>
        <div className="form-head">
          <BinFields draft={draft} set={(part) => setDraft((now) => ({ ...now, ...part }))} />
          <Field label={t('pickOrder')} error={orderFits ? null : t('badOrder')}><input className="plain-input number-input" inputMode="numeric" aria-invalid={!orderFits} value={order} onChange={(event) => setOrder(event.target.value)} /></Field>
        </div>
        <label className="bin-closed"><input type="checkbox" className="bin-check" checked={closed} onChange={(event) => setClosed(event.target.checked)} /> {t('closeBin')}</label>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!ready}>{t('save')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
