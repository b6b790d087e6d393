import { Link } from 'wouter'
import { timeOfDay } from '../../shared/format.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { countsOf, useQueue } from '../operations/queue.ts'
import { useReached } from '../reach.ts'
import { useSession } from '../session/useSession.ts'
import { useCommon } from '../words.ts'
import { Alert, ArrowRight, Cloud, CloudOff } from './icons.tsx'
import { sync } from './syncWords.ts'

/** The state of the network and the queue, in words, and how old the figures are. */
export function SyncBar({ readAt }: { readAt: number | null }) {
  const t = useWords(sync)
  const c = useCommon()
  const { operations, status } = useQueue()
  const reached = useReached()
  const session = useSession().data
  const { pending, rejected, others } = countsOf(operations, session?.viewer?.account ?? null)
  const signIn = status.phase === 'SIGN_IN' || session?.ended
  const words = [
    reached ? t('online') : pending > 0 ? t('offline') : t('offlineKept'),
    rejected > 0 && t('rejectedCount', { count: rejected }),
    pending > 0 ? t('pendingCount', { count: pending }) : rejected === 0 && reached && t('nothingPending'),
    others > 0 && t('others', { count: others }),
  ].filter(Boolean)
  return (
    <div className="sync" data-state={rejected > 0 || signIn ? 'attention' : reached ? 'online' : 'offline'}>
      <Link href={signIn ? '/sign-in' : '/tray'} className="sync-link">
        {rejected > 0 || signIn ? <Alert /> : reached ? <Cloud /> : <CloudOff />}
        <span>
          <strong>{signIn ? t('signIn') : words.join(' · ')}</strong>
          <small>{readAt === null ? c('neverRead') : c('asOf', { time: timeOfDay(new Date(readAt)) })}</small>
        </span>
        <ArrowRight />
      </Link>
      <span className="visually-hidden" role="status">{signIn ? t('signIn') : words.join(' · ')}</span>
    </div>
  )
}
