import { useWords } from '../../shared/i18n/words.ts'
import { may } from '../../shared/session.ts'
import { refusedByStorage } from '../../shared/storage.ts'
import { useQueue } from '../operations/queue.ts'
import { useViewer } from '../session/useSession.ts'
import { ReasonEntry } from './ReasonEntry.tsx'
import { storageWords } from './storageWords.ts'

/** Where a rule of storage refused the operation that is being changed, and the viewer may override it: the reason. */
export function StorageReason({ replaces, text, onText }: { replaces: number | null; text: string; onText: (text: string) => void }) {
  const t = useWords(storageWords)
  const viewer = useViewer()
  const refused = useQueue().operations.find((operation) => operation.seq === replaces)?.refusals ?? []
  if (!may(viewer, 'storage.override') || (text === '' && !refusedByStorage(refused))) return null
  return (
    <>
      <p className="notice">{t('overrideHint')}</p>
      <ReasonEntry label={t('override')} reasons={[t('forNow'), t('noRoom')]} text={text} onText={onText} />
    </>
  )
}
