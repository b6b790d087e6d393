import { useLocation } from 'wouter'
import { useWords, useNames } from '../../../shared/i18n/words.ts'
import { textFor } from '../../../shared/scan/classify.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { today } from '../../clock.ts'
import { DateEntry } from '../../parts/DateEntry.tsx'
import { readDate } from '../../parts/dateText.ts'
import { QuantityEntry } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { Screen } from '../../parts/Screen.tsx'
import type { Place } from '../../session/place.ts'
import { useCommon } from '../../words.ts'
import { LotStep } from './LotStep.tsx'
import { addLine, receipt, stepAfter, type LineInHand, type ReceiptStep } from './receipt.ts'
import { receiveWords } from './words.ts'

/** The questions about one line: lot, serial number, expiry, quantity. */
export function LineSteps({ step, line, place }: { step: Exclude<ReceiptStep, 'item' | 'review'>; line: LineInHand; place: Place }) {
  const t = useWords(receiveWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const set = (part: Partial<LineInHand>) => receipt.set({ ...receipt.get(), inHand: { ...line, ...part } })
  const leave = (part: Partial<LineInHand> = {}) => {
    const known = { ...line, ...part }
    const next = stepAfter(step, known)
    receipt.set(next === 'review' ? addLine(receipt.get(), known) : { ...receipt.get(), inHand: known })
    go(`/receive/${next}`, { replace: next === 'review' })
  }
  const forward = (ready: boolean, part?: Partial<LineInHand>) => (
    <button type="button" className="main-button" disabled={!ready} onClick={() => leave(part)}>
      {c('next')}
    </button>
  )
  if (step === 'lot') return <LotStep line={line} place={place} onText={(lotNo) => set({ lotNo, expiresOn: null, digits: '' })} onLeave={leave} />
  if (step === 'serial') return <SerialStep line={line} onText={(serialNo) => set({ serialNo })} foot={forward(line.serialNo.trim() !== '', { serialNo: line.serialNo.trim() })} />
  if (step === 'expiry') {
    const read = readDate(line.digits)
    const past = read.state === 'WHOLE' && read.date < today()
    return (
      <Screen title={t('untilWhen')} under={name(line.item)} foot={forward(read.state === 'WHOLE' && !past, read.state === 'WHOLE' ? { expiresOn: read.date } : {})}>
        <DateEntry label={t('untilWhen')} digits={line.digits} onDigits={(digits) => set({ digits, expiresOn: null })} problem={past ? t('expired') : null} />
      </Screen>
    )
  }
  const value = typed(line.quantity, line.inPacks ? 0 : line.item.scale)
  return (
    <Screen title={t('howMuch')} under={name(line.item)} foot={forward(value !== null, value ? { quantity: value } : {})}>
      <QuantityEntry label={t('howMuch')} item={line.item} text={line.quantity} inPacks={line.inPacks} onText={(text) => set({ quantity: text })} onInPacks={(inPacks) => set({ inPacks, quantity: line.quantity.split('.')[0] ?? '' })} />
    </Screen>
  )
}

function SerialStep({ line, onText, foot }: { line: LineInHand; onText: (text: string) => void; foot: React.ReactNode }) {
  const t = useWords(receiveWords)
  const name = useNames()
  useScan((scanned) => {
    const serial = textFor('serial', scanned)
    if (serial !== null) onText(serial)
  })
  return (
    <Screen title={t('whichSerial')} under={name(line.item)} foot={foot}>
      <p className="field">
        <label htmlFor="serial">{t('serialField')}</label>
        <input id="serial" value={line.serialNo} maxLength={40} autoFocus autoComplete="off" autoCapitalize="characters" onChange={(event) => onText(event.target.value)} />
      </p>
    </Screen>
  )
}
