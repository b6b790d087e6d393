import { useState } from 'react'
import { useLocation } from 'wouter'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { textFor } from '../../../shared/scan/classify.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import type { Place } from '../../session/place.ts'
import { inExpiryOrder, type LotLine } from '../../snapshot/projection.ts'
import { useFigures, useFreshItem } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { outgoing, type Direction, type OutgoingLine } from './outgoing.ts'
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
  const lots = inExpiryOrder(useFigures(place.id)?.of(line.item.id).lots ?? []).filter((lot) => lot.lot && compare(lot.available, '0') > 0)
  const choose = (lot: LotLine | null) => {
    const form = draft.get()
    const chosen = { ...line, lot: lot?.lot ? { id: lot.lot, lotNo: lot.lotNo, serialNo: lot.serialNo } : null }
    if (serial) draft.set({ ...form, lines: [...form.lines, chosen], inHand: null })
    else draft.set({ ...form, inHand: chosen })
    if (serial) go(`/${direction}/review`, { replace: true })
    else history.back()
  }
  const [wrong, setWrong] = useState<{ got: string; expected: string } | null>(null)
  useScan((scanned) => {
    const serialNo = textFor('serial', scanned)
    const lotNo = textFor('lot', scanned)
    const fits = (serial ? lots.filter((row) => serialNo !== null && row.serialNo === serialNo) : lots.filter((row) => lotNo !== null && row.lotNo === lotNo))
    setWrong(null)
    // Several reserves of one lot: which one is a question to a person.
    signal(fits.length > 0)
    if (fits.length === 1) choose(fits[0]!)
    else if (fits.length === 0) setWrong({ got: serialNo ?? lotNo ?? '—', expected: lots[0] ? lots[0].serialNo || lots[0].lotNo : '—' })
  })
  return (
    <Screen title={serial ? t('whichUnit') : t('whichLot')} under={name(line.item)}>
      {lots.length === 0 && <p role="status">{t('noStock')}</p>}
      {wrong && <p role="alert" className="notice notice-error">{t('wrongLot', wrong)}</p>}
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
