// Pages of a list that goes on by cursor. The cursor is the search parameter "after" (or another name, where a page has two lists),
// so a page of a list has an address and the back button goes back.
//   <CursorPager pageInfo={query.data?.documents.pageInfo} count={rows.length} of={query.data?.documents} />
// of: a connection that was asked for its totalCount and totalCountExact, or what useCount gives; then it says how many rows there
// are in all. A list that is shown as a whole says so by itself.
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'
import type { Counted } from './useCount.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Which page of a list an entry of the history is; the entry before it is the page before. */
    page?: number
  }
}

export const pageSize = 50

export type CursorPagerProps = { pageInfo: { hasNextPage: boolean; endCursor: string | null } | undefined; count: number; param?: string; of?: Counted | undefined }

export function CursorPager({ pageInfo, count, param = 'after', of }: CursorPagerProps) {
  const t = useWords(partWords)
  const navigate = useNavigate()
  const location = useLocation()
  const search = location.search as Record<string, unknown>
  const within = search[param] !== undefined
  const page = within ? location.state.page : 1
  const go = (after: string | null, state: { page: number }) =>
    navigate({ to: '.', search: ((previous: Record<string, unknown>) => ({ ...previous, [param]: after ?? undefined })) as never, state })
  const inAll = of?.totalCount == null ? '' : t(of.totalCountExact ? 'inAll' : 'inAllMore', { count: of.totalCount.toLocaleString('en-US') })
  if (!within && !pageInfo?.hasNextPage) return count > 0 ? <p className="pager muted">{t('whole', { count: count.toLocaleString('en-US') })}</p> : null
  return (
    <nav className="pager" aria-label={t('pages')}>
      <span className="muted">
        {[page && t('pageNo', { page }), t('rows', { count }), inAll].filter(Boolean).join(' · ')}
      </span>
      {within && <Button onClick={() => go(null, { page: 1 })}>{t('first')}</Button>}
      {within && page !== undefined && page > 1 && <Button onClick={() => history.back()}>{t('previous')}</Button>}
      <Button disabled={!pageInfo?.hasNextPage} onClick={() => go(pageInfo!.endCursor, { page: (page ?? 1) + 1 })}>{t('next')}</Button>
    </nav>
  )
}
