import { useState } from 'react'
import { useLocation, useParams } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useViewer } from '../../session/useSession.ts'
import { useCommon } from '../../words.ts'
import { differenceOf, forgetArrival, goodOf, isAccounted, lackOf, oneMoreGood, recordWaybillArrival, useArrival, withDifference } from './arrival.ts'
import { useCountedIn } from './useCountedIn.tsx'
import { useReplaced, useWaybill } from './useWaiting.ts'
import { WaybillLinePage } from './WaybillLinePage.tsx'
import { arrivalWords } from './words.ts'

/** A waybill at its destination: all received with one tap, or line by line what is short or damaged. */
export function WaybillPage() {
  const t = useWords(arrivalWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const { id, line: lineNo } = useParams<{ id: string; line?: string }>()
  const replaces = useReplaced()
  const { waybill, reading } = useWaybill(id, replaces)
  const [arrival, set] = useArrival(id)
  const viewer = useViewer()
  const [busy, setBusy] = useState(false)
  const search = replaces === null ? '' : `?replaces=${replaces}`
  const told = useCountedIn(lineNo === undefined ? (waybill?.lines ?? null) : null, arrival, (row, pack) => oneMoreGood(arrival, row, pack), set, (row) => row.sent, (row) => go(`/arrivals/waybill/${id}/${row.lineNo}${search}`), waybill?.number ?? '')
  if (!waybill) return <Screen title={t('title')} back={() => go('/')}><p role="status">{reading ? c('loading') : t('gone')}</p></Screen>
  const line = waybill.lines.find((row) => String(row.lineNo) === lineNo)
  if (line) return <WaybillLinePage line={line} arrival={arrival} onDifference={(difference) => set(withDifference(arrival, line.lineNo, difference))} onCounted={set} />
  const signedName = arrival.signedName ?? viewer.name
  const differs = waybill.lines.some((row) => !isZero(lackOf(differenceOf(arrival, row.lineNo))))
  const ready = signedName.trim() !== '' && waybill.lines.every((row) => isAccounted(arrival, row))
  const confirm = async () => {
    setBusy(true)
    const operation = await recordWaybillArrival(waybill, arrival, signedName.trim(), viewer.account, replaces)
    forgetArrival()
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={t('waybill', { number: waybill.number })} under={[name(waybill.toSite), waybill.trip.vehicle.plate, t('sentAt', { time: dateTime(waybill.issuedAt) })].join(' · ')} back={() => go('/')}
      foot={<button type="button" className="main-button" disabled={busy || !ready} onClick={() => void confirm()}>{differs ? t('asCounted') : t('allReceived')}</button>}>
      {replaces !== null && <p className="notice">{t('replacing')}</p>}
      {told}
      <ul className="rows">
        {waybill.lines.map((row) => {
          const unit = unitOf(language, row.item)
          const difference = differenceOf(arrival, row.lineNo)
          const whole = isZero(lackOf(difference))
          return (
            <li key={row.lineNo} className={`card ${whole ? '' : 'card-rejected'}`}>
              <p className="card-title"><strong>{name(row.item)}</strong> <span className="code small">{row.item.code}</span></p>
              <p className="card-figure">{quantity(goodOf(arrival, row))} <span className="entry-unit">{unit}</span></p>
              <p className="small">{t('sent', { quantity: quantity(row.sent), unit })} · <span className="code">{c('lot', { no: row.lot.lotNo })}</span> <Expiry date={row.lot.expiresOn} />{arrival.scanned[row.lineNo] && <strong> · {t('scanned', { quantity: quantity(arrival.scanned[row.lineNo]!), unit })}</strong>}</p>
              {!whole && <p><strong>{t('shortAnd', { short: quantity(difference.short || '0'), damaged: quantity(difference.damaged || '0') })}</strong> · {difference.reason ? term(difference.reason) : t('chooseReason')}</p>}
              <p className="card-buttons"><button type="button" className="small-button" aria-label={`${t('count')} ${name(row.item)} ${row.lot.lotNo}`} onClick={() => go(`/arrivals/waybill/${id}/${row.lineNo}${search}`)}>{t('count')}</button></p>
            </li>
          )
        })}
      </ul>
      <p className="field">
        <label htmlFor="signed">{t('signedName')}</label>
        <input id="signed" value={signedName} maxLength={60} autoComplete="name" onChange={(event) => set({ signedName: event.target.value })} />
      </p>
    </Screen>
  )
}
