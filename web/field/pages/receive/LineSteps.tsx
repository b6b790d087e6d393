import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useWords, useNames } from '../../../shared/i18n/words.ts'
import { today } from '../../clock.ts'
import { DateEntry } from '../../parts/DateEntry.tsx'
import { readDate } from '../../parts/dateText.ts'
import { QuantityEntry } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { addedBy, useLineScan } from '../../parts/useLineScan.tsx'
import type { Place } from '../../session/place.ts'
import { useCommon } from '../../words.ts'
import { DisputeStep } from './DisputeStep.tsx'
import { LotStep } from './LotStep.tsx'
import { addLine, firstOpen, receipt, stepAfter, type LineInHand, type ReceiptStep } from './receipt.ts'
import { receiveWords } from './words.ts'

type StepProps = { line: LineInHand; set: (part: Partial<LineInHand>) => void; leave: (part?: Partial<LineInHand>) => void }

/** The questions about one line: lot, serial number, expiry, quantity. */
export function LineSteps({ step, line, place }: { step: Exclude<ReceiptStep, 'item' | 'review'>; line: LineInHand; place: Place }) {
  const [, go] = useLocation()
  const set = (part: Partial<LineInHand>) => receipt.set({ ...receipt.get(), inHand: { ...line, ...part } })
  const leave = (part: Partial<LineInHand> = {}) => {
    const known = { ...line, ...part }
    const next = known.dispute || step === 'dispute' ? firstOpen(known) : stepAfter(step, known)
    receipt.set(next === 'review' ? addLine(receipt.get(), known) : { ...receipt.get(), inHand: known })
    go(`/receive/${next}`, { replace: next === 'review' || step === 'dispute' })
  }
  const props = { line, set, leave }
  if (step === 'lot') return <LotStep {...props} place={place} />
  if (step === 'dispute') return <DisputeStep {...props} />
  if (step === 'serial') return <SerialStep {...props} />
  if (step === 'expiry') return <ExpiryStep {...props} />
  return <QuantityStep {...props} />
}

function Next({ ready, onNext }: { ready: boolean; onNext: () => void }) {
  const c = useCommon()
  return <button type="button" className="main-button" disabled={!ready} onClick={onNext}>{c('next')}</button>
}

function SerialStep({ line, set, leave }: StepProps) {
  const t = useWords(receiveWords)
  const s = useWords(scanCardWords)
  const name = useNames()
  const serialNo = line.serialNo.trim()
  const [warned, setWarned] = useState<ReactNode>(null)
  // The label must be of this item: the serial number of other goods is no serial number of it.
  const told = useLineScan({ ...line, serialNo: null }, (fits) => {
    const said = fits.kind === 'TEXT' ? fits.text : fits.kind === 'FITS' ? fits.label.serialNo : null
    if (said === null) return <p role="alert" className="notice notice-warn">{t('noSerialOnLabel')}</p>
    setWarned(fits.kind === 'FITS' && fits.unlinked ? <p role="status" className="notice notice-warn">{s('unlinked', { gtin: fits.unlinked })}</p> : null)
    set({ serialNo: said })
    return null
  })
  return (
    <Screen title={t('whichSerial')} under={name(line.item)} foot={<Next ready={serialNo !== ''} onNext={() => leave({ serialNo })} />}>
      <p className="field">
        <label htmlFor="serial">{t('serialField')}</label>
        <input id="serial" value={line.serialNo} maxLength={40} autoFocus autoComplete="off" autoCapitalize="characters" onChange={(event) => set({ serialNo: event.target.value })} />
      </p>
      {told ?? warned}
    </Screen>
  )
}

function ExpiryStep({ line, set, leave }: StepProps) {
  const t = useWords(receiveWords)
  const name = useNames()
  const read = readDate(line.digits)
  const past = read.state === 'WHOLE' && read.date < today()
  const told = useLineScan(line, (fits) => {
    const said = fits.kind === 'FITS' ? fits.label.expiresOn : null
    if (said === null) return <p role="alert" className="notice notice-warn">{t('noDateOnLabel')}</p>
    set({ digits: said.replaceAll('-', ''), expiresOn: null })
    return null
  })
  return (
    <Screen title={t('untilWhen')} under={name(line.item)} foot={<Next ready={read.state === 'WHOLE' && !past} onNext={() => leave(read.state === 'WHOLE' ? { expiresOn: read.date, registeredOf: null } : {})} />}>
      {told}
      <DateEntry label={t('untilWhen')} digits={line.digits} onDigits={(digits) => set({ digits, expiresOn: null })} problem={past ? t('expired') : null} />
    </Screen>
  )
}

function QuantityStep({ line, set, leave }: StepProps) {
  const t = useWords(receiveWords)
  const s = useWords(scanCardWords)
  const name = useNames()
  const value = typed(line.quantity, line.inPacks ? 0 : line.item.scale)
  const told = useLineScan(line, (fits) => {
    const added = addedBy(fits, { text: line.quantity, inPacks: line.inPacks, item: line.item }, s)
    if ('told' in added) return added.told
    set({ quantity: added.text, inPacks: added.inPacks, tallied: true })
    return null
  })
  return (
    <Screen title={t('howMuch')} under={name(line.item)} foot={<Next ready={value !== null} onNext={() => leave(value ? { quantity: value } : {})} />}>
      {told}
      <QuantityEntry label={t('howMuch')} item={line.item} text={line.quantity} inPacks={line.inPacks} tallied={line.tallied} onText={(text) => set({ quantity: text, tallied: false })} onInPacks={(inPacks) => set({ inPacks, quantity: line.quantity.split('.')[0] ?? '', tallied: false })} />
    </Screen>
  )
}
