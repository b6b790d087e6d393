import { Button } from 'antd'
import { useState } from 'react'
import { fold, quantityProblem } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import { MoveGoods, type BinContent } from './binQueries.ts'
import { BinSelect, type BinChoice } from './binSelect.tsx'
import { StorageOverride, useMayOverride } from './binStorageOverride.tsx'
import { binWords } from './binWords.ts'

/** Moves some of a lot to another bin of the site, or beside the bins. */
export function MovePanel({ siteId, from, content, onClose, onMoved }: { siteId: string; from: BinChoice; content: BinContent; onClose: () => void; onMoved: (number: string) => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const write = useWrite(MoveGoods)
  const [typed, setTyped] = useState(content.available)
  const [to, setTo] = useState<BinChoice | null>(null)
  const [reason, setReason] = useState('')
  const offered = useMayOverride(write.error)
  const overriding = offered || reason !== ''
  const wrong = quantityProblem(typed, content.item.scale) !== null
  const submit = () => {
    if (wrong || write.isPending || (offered && reason.trim() === '')) return
    write.mutate(
      { siteId, toSiteId: siteId, lines: [{ itemId: content.item.id, lotId: content.lot.id, reserveId: content.reserve.id, quantity: fold(typed), fromBinId: from.id, toBinId: to?.id ?? null }], storageOverride: reason.trim() || null },
      { onSuccess: ({ document }) => onMoved(document?.number ?? '') },
    )
  }
  return (
    <form className="stack" noValidate aria-label={t('moveTitle', { code: from.code, item: name(content.item), lot: content.lot.serialNo || content.lot.lotNo })} onSubmit={(event) => { event.preventDefault(); submit() }}>
      <h3>{t('moveTitle', { code: from.code, item: name(content.item), lot: content.lot.serialNo || content.lot.lotNo })}</h3>
      <div className="form-head">
        <Field label={t('quantityIn', { unit: unit(content.item) })} error={wrong ? t('badQuantity') : null}><input className="plain-input number-input" inputMode="decimal" aria-invalid={wrong} value={typed} onChange={(event) => setTyped(event.target.value)} /></Field>
        <Field label={t('toBin')}><BinSelect siteId={siteId} value={to} except={from.code} onChange={(bin) => { setTo(bin); setReason(''); write.reset() }} /></Field>
        {overriding && <StorageOverride reason={reason} onChange={setReason} />}
      </div>
      {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending} disabled={wrong || (offered && reason.trim() === '')}>{overriding ? t('overrideDo') : t('doMove')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
