import { Link } from 'wouter'
import { countsOf, useQueue } from '../operations/queue.ts'
import { useReached } from '../reach.ts'
import { useSession } from '../session/useSession.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { Alert, Cloud, CloudOff } from './icons.tsx'
import { sync } from './syncWords.ts'

/** In the corner of every screen: whether the network is there, and how much waits. Leads to the sync tray. */
export function SyncMark() {
  const t = useWords(sync)
  const { operations } = useQueue()
  const reached = useReached()
  const account = useSession().data?.viewer?.account ?? null
  const { pending, rejected } = countsOf(operations, account)
  const state = rejected > 0 ? t('rejectedCount', { count: rejected }) : pending > 0 ? t('pendingCount', { count: pending }) : reached ? t('online') : t('offline')
  return (
    <Link href="/tray" className={`bar-button mark ${rejected > 0 ? 'mark-rejected' : ''}`} aria-label={t('trayWith', { state })}>
      {rejected > 0 ? <Alert /> : reached ? <Cloud /> : <CloudOff />}
      {rejected + pending > 0 && <span className="mark-count">{rejected || pending}</span>}
    </Link>
  )
}
