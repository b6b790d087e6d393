import { useState } from 'react'
import { useLocation, useParams, useSearchParams } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { BinButton, BinStep } from '../../parts/BinStep.tsx'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ReasonEntry } from '../../parts/ReasonEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { StorageReason } from '../../parts/StorageReason.tsx'
import { useViewer } from '../../session/useSession.ts'
import { useCommon } from '../../words.ts'
import { forgetArrival, missingOf, oneMoreReceived, partsOf, receivedOf, recordTransferArrival, useArrival, withReceived } from './arrival.ts'
import { TransferLinePage } from './TransferLinePage.tsx'
import { useCountedIn } from './useCountedIn.tsx'
import { useReplaced, useTransfer } from './useWaiting.ts'
import { arrivalWords } from './words.ts'

/** A transfer on the way: every line is taken as sent unless it is counted otherwise. */
export function TransferPage() {
  const t = useWords(arrivalWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const { id, line: lineNo } = useParams<{ id: string; line?: string }>()
  const replaces = useReplaced()
  const { transfer, reading } = useTransfer(id, replaces)
  const [arrival, set] = useArrival(id)
  const account = useViewer().account
  const [busy, setBusy] = useState(false)
  const choosesBin = useSearchParams()[0].has('bin')
  const told = useCountedIn(lineNo === undefined ? (transfer?.movements ?? null) : null, arrival, (row, pack) => oneMoreReceived(arrival, row, pack), set, (row) => row.quantity, (row) => go(`/arrivals/transfer/${id}/${row.lineNo}${search}`), transfer?.number ?? '')
  const search = replaces === null ? '' : `?replaces=${replaces}`
  if (!transfer) return <Screen title={t('title')} back={() => go('/')}><p role="status">{reading ? c('loading') : t('gone')}</p></Screen>
  const line = transfer.movements.find((row) => String(row.lineNo) === lineNo)
  if (line && choosesBin && transfer.counterSite) {
    return <BinStep place={transfer.counterSite} item={line.item} quantity={receivedOf(arrival, line)} lotId={line.lot.id} value={partsOf(arrival, line)[0]?.bin ?? null} onPut={(parts) => set({ bins: { ...arrival.bins, [line.lineNo]: parts } })} />
  }
  if (line) return <TransferLinePage line={line} arrival={arrival} onReceived={(received) => set(withReceived(arrival, line.lineNo, received))} />
  const differs = transfer.movements.some((row) => !isZero(missingOf(arrival, row)))
  const confirm = async () => {
    setBusy(true)
    const operation = await recordTransferArrival(transfer, arrival, account, replaces)
    forgetArrival()
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={t('transfer', { number: transfer.number })} under={`${t('from', { place: name(transfer.site) })} · ${t('sentAt', { time: dateTime(transfer.occurredAt) })}`} back={() => go('/')}
      foot={<button type="button" className="main-button" disabled={busy || (differs && arrival.note.trim() === '')} onClick={() => void confirm()}>{differs ? t('asCounted') : t('allReceived')}</button>}>
      {replaces !== null && <p className="notice">{t('replacing')}</p>}
      {told}
      {transfer.note && <p className="notice">{transfer.note}</p>}
      <ul className="rows">
        {transfer.movements.map((row) => {
          const unit = unitOf(language, row.item)
          const missing = missingOf(arrival, row)
          return (
            <li key={row.lineNo} className={`card ${isZero(missing) ? '' : 'card-rejected'}`}>
              <p className="card-title"><strong>{name(row.item)}</strong> <span className="code small">{row.item.code}</span></p>
              <p className="card-figure">{quantity(receivedOf(arrival, row))} <span className="entry-unit">{unit}</span></p>
              <p className="small">{t('sent', { quantity: quantity(row.quantity), unit })}{arrival.scanned[row.lineNo] && <strong> · {t('scanned', { quantity: quantity(arrival.scanned[row.lineNo]!), unit })}</strong>}{!isZero(missing) && <strong> · {t('differs', { quantity: quantity(missing), unit })}</strong>}</p>
              <p className="small"><span className="code">{row.lot.serialNo ? c('serial', { no: row.lot.serialNo }) : c('lot', { no: row.lot.lotNo })}</span> <Expiry date={row.lot.expiresOn} /></p>
              <p className="card-buttons"><button type="button" className="small-button" aria-label={`${t('count')} ${name(row.item)} ${row.lot.lotNo}`} onClick={() => go(`/arrivals/transfer/${id}/${row.lineNo}${search}`)}>{t('count')}</button>
                {transfer.counterSite && <BinButton site={transfer.counterSite.id} of={`${name(row.item)} ${row.lot.lotNo}`} parts={partsOf(arrival, row)} onOpen={() => go(`/arrivals/transfer/${id}/${row.lineNo}?bin=1${replaces === null ? '' : `&replaces=${replaces}`}`)} />}
              </p>
            </li>
          )
        })}
      </ul>
      <StorageReason replaces={replaces} text={arrival.storageOverride} onText={(storageOverride) => set({ storageOverride })} />
      {differs && <ReasonEntry label={t('whyDiffers')} reasons={[t('shortLoaded'), t('lost'), t('damaged'), t('miscounted')]} text={arrival.note} onText={(note) => set({ note })} />}
    </Screen>
  )
}
