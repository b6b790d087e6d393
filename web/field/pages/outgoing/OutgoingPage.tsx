import { useEffect } from 'react'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { Redirect, useLocation, useRoute, useSearchParams } from 'wouter'
import { BinStep, putLine } from '../../parts/BinStep.tsx'
import { ItemSearch } from '../../parts/ItemSearch.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { usePlace } from '../../session/place.ts'
import { useFigures, useLotsHere } from '../../snapshot/useStock.ts'
import { DestinationStep } from './DestinationStep.tsx'
import { LotStep } from './LotStep.tsx'
import { OutgoingReview } from './OutgoingReview.tsx'
import { QuantityStep } from './QuantityStep.tsx'
import { labelled, outgoing, startLine, unitsOf, type Direction, type OutgoingLine } from './outgoing.ts'
import { outgoingWords } from './words.ts'

/** Goods that leave: issued, or moved to another site. One question per screen. */
export function OutgoingPage({ direction }: { direction: Direction }) {
  const t = useWords(outgoingWords)
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const [, params] = useRoute(`/${direction}/:step`)
  const at = Number(useSearchParams()[0].get('line') ?? -1)
  const draft = outgoing(direction)
  const form = draft.use()
  const place = usePlace()
  const figures = useFigures(place?.id ?? null)
  const lotsHere = useLotsHere(place?.id ?? null)
  useEffect(() => {
    if (place && form.site !== place.id) draft.set({ ...draft.get(), site: place.id, ...(form.site ? { lines: [], inHand: null, to: null, replaces: null } : {}) })
  }, [draft, place, form.site])
  if (!place) return <Redirect to="/" />
  const step = params?.step ?? 'item'
  if (step === 'to' || (direction === 'transfer' && !form.to)) return <DestinationStep place={place} />
  const put = form.lines[at]
  if (step === 'bin') {
    if (!put || !form.to) return <Redirect to={`/${direction}/review`} replace />
    return <BinStep place={form.to} item={put.item} quantity={unitsOf(put)} lotId={put.lot?.id ?? null} value={put.bin ?? null} onPut={(parts) => draft.set({ ...form, lines: putLine(form.lines, at, parts) })} />
  }
  if (step === 'review') return form.lines.length > 0 ? <OutgoingReview direction={direction} place={place} /> : <Redirect to={`/${direction}/item`} />
  if (step !== 'item' && !form.inHand) return <Redirect to={`/${direction}/item`} />
  if (step === 'lot') return <LotStep direction={direction} line={form.inHand!} place={place} />
  if (step === 'quantity') return <QuantityStep direction={direction} line={form.inHand!} place={place} />
  const begin = (line: OutgoingLine) => {
    if (line.refused) signal(false)
    draft.set({ ...draft.get(), inHand: line })
    const serial = line.item.tracking === 'SERIAL'
    if (!serial || line.lot) go(`/${direction}/quantity`)
    if ((serial && !line.lot) || line.refused) go(`/${direction}/lot`) // from there one comes back to the quantity
  }
  return (
    <Screen title={direction === 'issue' ? t('issueItem') : t('transferItem')} under={form.to ? t('to', { place: name(form.to) }) : name(place)}>
      <ItemSearch autoFocus
        only={figures && ((item) => figures.of(item.id).lots.length > 0)}
        beside={(item) => figures && t('stockHere', { quantity: quantity(figures.of(item.id).available), unit: unitOf(language, item) })}
        onPick={(item, label) => {
          if (label) void lotsHere(item.id).then((lots) => begin(labelled(item, label, lots)))
          else begin(startLine(item))
        }} />
    </Screen>
  )
}
