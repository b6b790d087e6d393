import { PageHeader } from '../../parts/PageHeader.tsx'
import { useWords } from '../../../shared/i18n/words.ts'
import { workbenchWords } from './words.ts'

export function WorkbenchPage() {
  const t = useWords(workbenchWords)
  return (
    <div className="page">
      <PageHeader title={t('title')} />
    </div>
  )
}
