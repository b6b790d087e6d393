import { useState } from 'react'
import { useLocation } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { BinButton } from '../../parts/BinStep.tsx'
import { Chips } from '../../parts/Chips.tsx'
import { Expiry } from '../../parts/Lots.tsx'
import { ReviewLine } from '../../parts/ReviewLine.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { StorageReason } from '../../parts/StorageReason.tsx'
import { used } from '../../parts/recent.ts'
import type { Place } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { useCommon } from '../../words.ts'
import { receipt, receiptReasons, recordReceipt } from './receipt.ts'
import { receiveWords } from './words.ts'

/** The whole receipt before it is confirmed. */
export function ReceiptReview({ place }: { place: Place }) {
  const t = useWords(receiveWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const [, go] = useLocation()
  const form = receipt.use()
  const account = useViewer().account
  const [busy, setBusy] = useState(false)
  const remove = (index: number) => receipt.set({ ...form, lines: form.lines.filter((_, at) => at !== index) })
  const change = (index: number) => {
    const line = form.lines[index]!
    receipt.set({ ...form, lines: form.lines.filter((_, at) => at !== index), inHand: { ...line, digits: line.expiresOn?.replaceAll('-', '') ?? '' } })
    go(line.item.tracking === 'SERIAL' ? '/receive/serial' : '/receive/quantity')
  }
  const confirm = async () => {
    setBusy(true)
    const operation = await recordReceipt(form, place, account)
    used(form.lines.map((line) => line.item.code))
    receipt.reset()
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={t('review')} under={name(place)} back={() => go('/')}
      foot={
        <>
          <button type="button" className="second-button" onClick={() => go('/receive/item')}>{t('addLine')}</button>
          <button type="button" className="main-button" disabled={busy} onClick={() => void confirm()}>{t('confirm')}</button>
        </>
      }>
      {form.replaces !== null && <p className="notice">{t('replacing')}</p>}
      <ul className="rows" aria-label={t('lines')}>
        {form.lines.map((line, index) => (
          <ReviewLine key={index} item={line.item} quantity={line.quantity} inPacks={line.inPacks} onChange={() => change(index)} onRemove={() => remove(index)}
            more={<BinButton site={place.id} of={name(line.item)} parts={[{ bin: line.bin ?? null }]} onOpen={() => go(`/receive/bin?line=${index}`)} />}>
            <span className="code">{c('lot', { no: line.lotNo })}</span> {line.serialNo && <span className="code">{c('serial', { no: line.serialNo })}</span>} <Expiry date={line.expiresOn} />
          </ReviewLine>
        ))}
      </ul>
      <StorageReason replaces={form.replaces} text={form.storageOverride ?? ''} onText={(storageOverride) => receipt.set({ ...form, storageOverride })} />
      <Chips label={t('why')} values={receiptReasons} word={term} chosen={form.reason} onChoose={(reason) => receipt.set({ ...form, reason })} />
      <p className="field">
        <label htmlFor="note">{t('note')}</label>
        <input id="note" value={form.note} maxLength={200} onChange={(event) => receipt.set({ ...form, note: event.target.value })} />
      </p>
    </Screen>
  )
}
