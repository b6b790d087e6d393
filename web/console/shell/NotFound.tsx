import { useLocation } from '@tanstack/react-router'
import { useWords } from '../../shared/i18n/words.ts'
import { PageHeader } from '../parts/PageHeader.tsx'
import { PathLink } from '../parts/PathLink.tsx'
import { shellWords } from './words.ts'

export function NotFound() {
  const t = useWords(shellWords)
  const { pathname } = useLocation()
  return (
    <div className="page">
      <PageHeader title={t('notFound')} />
      <div className="card">
        <p>{t('notFoundWhy', { path: pathname })}</p>
        <p><PathLink to="/">{t('home')}</PathLink></p>
      </div>
    </div>
  )
}
