import { useLocation } from 'wouter'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ScanCard } from '../../parts/ScanCard.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useLineScan } from '../../parts/useLineScan.tsx'
import type { Place } from '../../session/place.ts'
import { inExpiryOrder, type LotLine } from '../../snapshot/projection.ts'
import { useFigures, useFreshItem } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { lotToGo, outgoing, type Direction, type LotRefusal, type OutgoingLine } from './outgoing.ts'
import { outgoingWords } from './words.ts'

/** A lot chosen by hand; for things with a serial number, which one. */
export function LotStep({ direction, line, place }: { direction: Direction; line: OutgoingLine; place: Place }) {
  const t = useWords(outgoingWords)
  const c = useCommon()
  const name = useNames()
  const unit = unitOf(useLanguage(), line.item)
  const [, go] = useLocation()
  const draft = outgoing(direction)
  useFreshItem(place.id, line.item.id)
  const serial = line.item.tracking === 'SERIAL'
  const all = useFigures(place.id)?.of(line.item.id).lots
  const lots = inExpiryOrder(all ?? []).filter((lot) => lot.lot && compare(lot.available, '0') > 0)
  const choose = (lot: LotLine | null) => {
    const form = draft.get()
    const chosen = { ...line, refused: null, lot: lot?.lot ? { id: lot.lot, lotNo: lot.lotNo, serialNo: lot.serialNo } : null }
    if (serial) draft.set({ ...form, lines: [...form.lines, chosen], inHand: null })
    else draft.set({ ...form, inHand: chosen })
    if (serial) go(`/${direction}/review`, { replace: true })
    else history.back()
  }
  const first = lots[0]
  const card = (refused: LotRefusal) => <RefusedLot refused={refused} expected={first ? `${first.serialNo || first.lotNo} ${first.expiresOn ? c('expires', { date: first.expiresOn }) : ''}` : t('noStock')} />
  const told = useLineScan({ item: line.item }, (fits) => {
    const no = fits.kind === 'TEXT' ? fits.text : fits.kind === 'FITS' ? (serial ? fits.label.serialNo : fits.label.lotNo) : null
    if (no === null) return <p role="alert" className="notice notice-warn">{t(serial ? 'noSerialOnLabel' : 'noLotOnLabel')}</p>
    if (!all) return <p role="status">{c('loading')}</p>
    const going = lotToGo(line.item, no, all)
    if ('refused' in going) {
      draft.set({ ...draft.get(), inHand: { ...line, refused: null } })
      return card(going.refused)
    }
    choose(lots.find((lot) => lot.lot === going.lot.id)!)
    return null
  })
  return (
    <Screen title={serial ? t('whichUnit') : t('whichLot')} under={name(line.item)}>
      {lots.length === 0 && <p role="status">{t('noStock')}</p>}
      {told ?? (line.refused && card(line.refused))}
      <ul className="rows" aria-label={serial ? t('whichUnit') : t('whichLot')}>
        {lots.length > 0 && (
          <li>
            <button type="button" className="row" onClick={() => choose(null)}>
              <strong>{t('anyLot')}</strong>
            </button>
          </li>
        )}
        {lots.map((lot) => (
          <li key={`${lot.lot} ${lot.row?.reserve.id}`}>
            <button type="button" className="row" onClick={() => choose(lot)}>
              <span className="item-name">
                <strong className="code">{lot.serialNo ? c('serial', { no: lot.serialNo }) : lot.lotNo}</strong>
                <small>{lot.serialNo && <span className="code">{lot.lotNo} </span>}<Expiry date={lot.expiresOn} /></small>
              </span>
              <span className="row-end">{t('stockHere', { quantity: quantity(lot.available), unit })}</span>
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}

/** Goods that a label names and that may not go: which they are and why, and what should go. */
export function RefusedLot({ refused, expected }: { refused: LotRefusal; expected: string }) {
  const t = useWords(outgoingWords)
  return <ScanCard title={t('refusedLot')} expected={expected} got={`${refused.no} ${t(refused.why, { date: refused.expiresOn ?? '' })}`}>{t('refusedDo')}</ScanCard>
}
