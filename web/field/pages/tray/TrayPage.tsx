import { Link, useLocation } from 'wouter'
import { timeOfDayWithSeconds } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { isPending, nextToSend, type Operation } from '../../../shared/outbox/operation.ts'
import { queue, useQueue } from '../../operations/queue.ts'
import { Screen } from '../../parts/Screen.tsx'
import { SyncBar } from '../../parts/SyncBar.tsx'
import { usePlace } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { OperationCard } from './OperationCard.tsx'
import { exportQueue } from './export.ts'
import { trayWords } from './words.ts'

/** What this phone has not yet brought to the server, what was refused, and what was sent lately. */
export function TrayPage() {
  const t = useWords(trayWords)
  const [, go] = useLocation()
  const { operations, status } = useQueue()
  const viewer = useViewer()
  const readAt = useFigures(usePlace()?.id ?? null)?.at ?? null
  const mine = operations.filter((operation) => operation.account === viewer.account)
  const groups: [string, readonly Operation[]][] = [
    [t('rejected'), mine.filter((operation) => operation.state === 'REJECTED')],
    [t('queued'), mine.filter(isPending)],
    [t('others'), operations.filter((operation) => operation.account !== viewer.account && (isPending(operation) || operation.state === 'REJECTED'))],
    [t('sent'), mine.filter((operation) => operation.state === 'DONE').reverse().slice(0, 20)],
    [t('given'), mine.filter((operation) => operation.state === 'VOID' || operation.state === 'REPLACED').reverse().slice(0, 20)],
  ]
  const next = nextToSend(operations, viewer.account)
  return (
    <Screen title={t('title')} back={() => go('/')}
      foot={
        <>
          <button type="button" className="second-button" onClick={() => exportQueue(operations)} disabled={operations.length === 0}>{t('export')}</button>
          {status.phase === 'SIGN_IN' ? <Link href="/sign-in" className="main-button">{t('signIn')}</Link> : <button type="button" className="main-button" disabled={!next || status.phase === 'SENDING'} onClick={queue().wake}>{t('sendNow')}</button>}
        </>
      }>
      <SyncBar readAt={readAt} />
      {status.phase === 'WAITING' && <p className="notice" role="status">{status.nextAt === null ? t('offline') : t('nextAt', { time: timeOfDayWithSeconds(new Date(status.nextAt)) })}</p>}
      {groups.every(([, rows]) => rows.length === 0) && <p>{t('empty')}</p>}
      {groups.filter(([, rows]) => rows.length > 0).map(([title, rows]) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul className="rows" aria-label={title}>
            {rows.map((operation) => <OperationCard key={operation.seq} operation={operation} mine={operation.account === viewer.account} first={operation.seq === next?.seq} />)}
          </ul>
        </section>
      ))}
    </Screen>
  )
}
