// Where a rule of storage refused and the viewer may override it: the reason.
import { Input } from 'antd'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useViewer } from '../../useSession.ts'
import { binWords } from './binWords.ts'

const overridable = new Set(['OVER_FULL', 'STORAGE_CONDITION', 'HAZARD_SEGREGATION'])

/** Whether every reason of a refusal is a rule of storage; another one would stand all the same. */
export const refusedByStorage = (error: unknown): boolean => error instanceof Refused && error.refusals.every((one) => overridable.has(one.code))

/** Whether the viewer may override what was refused. */
export function useMayOverride(error: unknown): boolean {
  return may(useViewer(), 'storage.override') && refusedByStorage(error)
}

export function StorageOverride({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  const t = useWords(binWords)
  return <Field label={t('override')} wide hint={t('overrideHint')}><Input maxLength={500} value={reason} onChange={(event) => onChange(event.target.value)} /></Field>
}
