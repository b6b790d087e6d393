import { Button } from 'antd'
import { useState } from 'react'
import { fold, isZero, quantityProblem } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { quantity } from '../../../shared/format.ts'
import { partsOf, type BinChoice } from '../../../shared/storage.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import { MoveGoods, type BinContent } from './binQueries.ts'
import { PutAwayChoice } from '../stock/forms/PutAwayChoice.tsx'
import { StorageOverride, useMayOverride } from './binStorageOverride.tsx'
import { binWords } from './binWords.ts'

/** Moves some of a lot to another bin of the site, to several where one does not hold it, or beside the bins. */
export function MovePanel({ siteId, from, content, onClose, onMoved }: { siteId: string; from: BinChoice; content: BinContent; onClose: () => void; onMoved: (number: string) => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const write = useWrite(MoveGoods)
  const [typed, setTyped] = useState(content.available)
  const [to, setTo] = useState<BinChoice | null>(null)
  const [parts, setParts] = useState<{ quantity: string; bin: BinChoice }[]>([])
  const [reason, setReason] = useState('')
  const offered = useMayOverride(write.error)
  const overriding = offered || reason !== ''
  const wrong = quantityProblem(typed, content.item.scale) !== null
  const put = (bin: BinChoice | null, next: typeof parts = []) => {
    setTo(bin)
    setParts(next)
    setReason('')
    write.reset()
  }
  const goods = { itemId: content.item.id, lotId: content.lot.id, reserveId: content.reserve.id, fromBinId: from.id }
  const submit = () => {
    if (wrong || write.isPending || (offered && reason.trim() === '')) return
    write.mutate(
      { siteId, toSiteId: siteId, lines: parts.length > 0 ? parts.map((part) => ({ ...goods, quantity: part.quantity, toBinId: part.bin.id })) : [{ ...goods, quantity: fold(typed), toBinId: to?.id ?? null }], storageOverride: reason.trim() || null },
      { onSuccess: ({ document }) => onMoved(document?.number ?? '') },
    )
  }
  return (
    <form className="stack" noValidate aria-label={t('moveTitle', { code: from.code, item: name(content.item), lot: content.lot.serialNo || content.lot.lotNo })} onSubmit={(event) => { event.preventDefault(); submit() }}>
      <h3>{t('moveTitle', { code: from.code, item: name(content.item), lot: content.lot.serialNo || content.lot.lotNo })}</h3>
      <div className="form-head">
        <Field label={t('quantityIn', { unit: unit(content.item) })} error={wrong ? t('badQuantity') : null}><input className="plain-input number-input" inputMode="decimal" aria-invalid={wrong} value={typed} onChange={(event) => { setTyped(event.target.value); setParts([]) }} /></Field>
        {overriding && <StorageOverride reason={reason} onChange={setReason} />}
      </div>
      {parts.length > 0 && (
        <p className="notice" role="status">
          {t('parted', { parts: parts.map((part) => t('partedInto', { bin: part.bin.code, quantity: quantity(part.quantity), unit: unit(content.item) })).join(' · ') })} <Button onClick={() => put(null)}>{t('unpart')}</Button>
        </p>
      )}
      {parts.length === 0 && (
        <PutAwayChoice siteId={siteId} leaving={from} goods={{ item: content.item, quantity: wrong ? null : fold(typed), lotId: content.lot.id }} of={name(content.item)} value={to} onChoose={(bin) => put(bin)}
          onPropose={({ proposals, unplaced }) => (proposals.length === 1 && isZero(unplaced) ? put(proposals[0]!.bin) : put(null, partsOf(proposals, unplaced).flatMap(({ bin, quantity: some }) => (bin ? [{ quantity: some, bin }] : []))))} />
      )}
      {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending} disabled={wrong || (offered && reason.trim() === '')}>{overriding ? t('overrideDo') : t('doMove')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
