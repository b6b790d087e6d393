import { useEffect } from 'react'
import { Redirect, useLocation, useRoute, useSearchParams } from 'wouter'
import { useWords, useNames } from '../../../shared/i18n/words.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { today } from '../../clock.ts'
import { BinStep, putLine } from '../../parts/BinStep.tsx'
import { ItemSearch } from '../../parts/ItemSearch.tsx'
import { baseUnits } from '../../parts/quantityText.ts'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { usePlace } from '../../session/place.ts'
import { useFigures, useLotsHere } from '../../snapshot/useStock.ts'
import { LineSteps } from './LineSteps.tsx'
import { ReceiptReview } from './ReceiptReview.tsx'
import { addLine, begun, firstOpen, lineOf, receipt, type LineInHand, type ReceiptStep } from './receipt.ts'
import { receiveWords } from './words.ts'

/** Whether the goods are past their day, which the page about the expiry says. */
const past = (line: LineInHand): boolean => line.expiresOn !== null && line.expiresOn < today()

/** Receiving goods: one question per screen, several lines per document. */
export function ReceivePage() {
  const t = useWords(receiveWords)
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const [, params] = useRoute('/receive/:step')
  const step = (params?.step ?? 'item') as ReceiptStep | 'bin'
  const at = Number(useSearchParams()[0].get('line') ?? -1)
  const place = usePlace()
  const form = receipt.use()
  const figures = useFigures(place?.id ?? null)
  const lotsHere = useLotsHere(place?.id ?? null)
  useEffect(() => {
    if (place && form.site !== place.id) receipt.set({ ...receipt.get(), site: place.id, ...(form.site ? { lines: [], inHand: null, replaces: null } : {}) })
  }, [place, form.site])
  if (!place) return <Redirect to="/" />
  if (step === 'bin') {
    const put = form.lines[at]
    if (!put) return <Redirect to="/receive/review" replace />
    const there = figures?.of(put.item.id).lots.find((lot) => lot.lotNo === put.lotNo && lot.serialNo === put.serialNo)?.lot ?? null
    return <BinStep place={place} item={put.item} quantity={baseUnits(put.quantity, put.inPacks, put.item.packSize)} lotId={there} value={put.bin ?? null} onPut={(parts) => receipt.set({ ...form, lines: putLine(form.lines, at, parts) })} />
  }
  if (step === 'review') return form.lines.length > 0 ? <ReceiptReview place={place} /> : <Redirect to="/receive/item" />
  if (step !== 'item') return form.inHand ? <LineSteps step={step} line={form.inHand} place={place} /> : <Redirect to="/receive/item" />
  const begin = (line: LineInHand) => {
    const form = receipt.get()
    const step = past(line) ? 'expiry' : firstOpen(line)
    receipt.set(step === 'review' ? addLine(form, line) : { ...form, inHand: past(line) ? { ...line, digits: line.expiresOn!.replaceAll('-', '').slice(2), expiresOn: null } : line })
    go(`/receive/${step}`)
  }
  return (
    <Screen title={t('whichItem')} under={name(place)}>
      <ItemSearch autoFocus
        beside={(item) => figures && t('stockHere', { quantity: quantity(figures.of(item.id).onHand), unit: unitOf(language, item) })}
        onPick={(item, label) => {
          if (label) void lotsHere(item.id).then((lots) => begin(begun(item, label, lots)))
          else begin(lineOf(item))
        }} />
    </Screen>
  )
}
