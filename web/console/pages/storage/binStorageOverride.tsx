// Where a rule of storage refused and the viewer may override it: the reason.
import { Input } from 'antd'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { refusedByStorage } from '../../../shared/storage.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useViewer } from '../../useSession.ts'
import { binWords } from './binWords.ts'

/** Whether the viewer may override what was refused. */
export function useMayOverride(error: unknown): boolean {
  return may(useViewer(), 'storage.override') && error instanceof Refused && refusedByStorage(error.refusals)
}

export function StorageOverride({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  const t = useWords(binWords)
  return <Field label={t('override')} wide hint={t('overrideHint')}><Input maxLength={500} value={reason} onChange={(event) => onChange(event.target.value)} /></Field>
}
