import { Link, useLocation, useParams } from 'wouter'
import { wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useWordWarning } from '../../../shared/i18n/warnings.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { OperationLines, useOperationName } from '../../operations/OperationText.tsx'
import { useQueue } from '../../operations/queue.ts'
import { Alert, Check, Clock } from '../../parts/icons.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useCommon } from '../../words.ts'
import { doneWords } from './words.ts'

const again: Record<string, string> = { receiveGoods: '/receive/item', issueGoods: '/issue/item', transferGoods: '/transfer/item', receiveTransfer: '/arrivals', confirmArrival: '/arrivals', completeRotationTask: '/rotation' }

/** What became of an operation: kept, sent, posted or refused; follows it while it is looked at. */
export function DonePage() {
  const t = useWords(doneWords)
  const c = useCommon()
  const name = useNames()
  const called = useOperationName()
  const wordWarning = useWordWarning()
  const [, go] = useLocation()
  const seq = Number(useParams<{ seq: string }>().seq)
  const operation = useQueue().operations.find((row) => row.seq === seq)
  if (!operation) return <Screen title={c('done')} back={() => go('/')}><p>{t('gone')}</p></Screen>
  const { state, answer } = operation
  const look = state === 'DONE' ? 'ok' : state === 'REJECTED' ? 'error' : 'waiting'
  const to = again[operation.kind]
  return (
    <Screen title={called(operation)} under={name(operation.shown.place)} back={() => go('/')}
      foot={
        <>
          <Link href="/" className="second-button">{c('home')}</Link>
          {state === 'REJECTED' ? <Link href="/tray" className="main-button">{t('tray')}</Link> : to && <Link href={to} className="main-button">{t('again')}</Link>}
        </>
      }>
      <div className={`outcome outcome-${look}`} role="status">
        {look === 'ok' ? <Check /> : look === 'error' ? <Alert /> : <Clock />}
        <strong>{state === 'DONE' ? t('posted') : state === 'REJECTED' ? t('rejected') : state === 'SENDING' ? t('sending') : state === 'QUEUED' ? t('kept') : t('settled')}</strong>
        {answer?.number && <span className="code">{t('postedNumber', { number: answer.number })}</span>}
        {(state === 'QUEUED' || state === 'SENDING') && <span>{t('keptWhy')}</span>}
      </div>
      {state === 'REJECTED' && (
        <div role="alert" className="notice notice-error">
          {operation.refusals.map((refusal, index) => <p key={index}>{wordRefusal(refusal)}</p>)}
          <p>{t('rejectedWhy')}</p>
        </div>
      )}
      {!!answer?.warnings?.length && (
        <div role="note" aria-label={t('warned')} className="notice notice-warn">
          {answer.warnings.map((warning, index) => <p key={index}>{wordWarning(warning)}</p>)}
        </div>
      )}
      <OperationLines operation={operation} />
      {state === 'DONE' && answer?.documentId && <Link href={`/documents/${answer.documentId}`} className="small-button">{t('document')}</Link>}
    </Screen>
  )
}
