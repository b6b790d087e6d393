import type { UseQueryResult } from '@tanstack/react-query'
import { useWords } from '../../../../shared/i18n/words.ts'
import { ErrorCard } from '../../../parts/ErrorCard.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import type { Editing, ServerDraft } from './draftDocument.ts'
import { formWords } from './words.ts'

/** Which draft the form changes, or that it cannot be changed. */
export function DraftNote({ form: { before, editing } }: { form: { before: UseQueryResult<ServerDraft | null>; editing: Editing | null } }) {
  const t = useWords(formWords)
  if (before.error) return <ErrorCard error={before.error} onRetry={before.refetch} />
  if (before.data === null) return <p className="notice" role="status">{t('draftGone')} <PathLink to="/documents">{t('toDocuments')}</PathLink></p>
  return editing && <p className="notice" role="status">{t('changesDraft')} <PathLink to={`/documents/${editing.id}`}>{t('seeDraft')}</PathLink></p>
}
