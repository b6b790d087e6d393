// Pages of rows that are all here already.
import { Button } from 'antd'
import { useWords } from '../../../shared/i18n/words.ts'
import { partWords } from '../../parts/partWords.ts'

export function LocalPager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const t = useWords(partWords)
  if (pages <= 1) return null
  return (
    <nav className="pager" aria-label={t('pages')}>
      <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>{t('previous')}</Button>
      <span className="muted">{page} / {pages}</span>
      <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>{t('next')}</Button>
    </nav>
  )
}
