import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { LevelBar, barTone } from './LevelBar.tsx'
import { fill, headroomOf } from './headroom.ts'
import { minimumsSearch } from './search.ts'
import { reserveWords } from './words.ts'

const MinimumsQuery = graphql(`
  query Minimums($belowOnly: Boolean, $first: Int, $after: String) {
    minimums(belowOnly: $belowOnly, first: $first, after: $after) {
      nodes { id kind scope scopeNameZh scopeNameEn item { code } subjectNameZh subjectNameEn unitZh unitEn floor target available headroom state }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const headroomWords = { over: 'headroomOver', under: 'headroomUnder', at: 'headroomAt' } as const

/** The floors and what stands above them. */
export function MinimumsPage() {
  const t = useWords(reserveWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const search = useSearch({ from: '/minimums' })
  const query = useQuery({
    queryKey: ['minimums', search],
    queryFn: ({ signal }) => ask(MinimumsQuery, { belowOnly: search.below ?? false, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.minimums),
    placeholderData: (previous) => previous,
  })
  return (
    <div className="page">
      <PageHeader title={t('minimums')} note={t('minimumsNote')} actions={
        <nav className="tabs" aria-label={term('state')}>
          <PathLink to="/minimums" aria-current={search.below ? undefined : 'page'}>{t('everything')}</PathLink>
          <PathLink to="/minimums?below=1" aria-current={search.below ? 'page' : undefined}>{t('onlyBelow')}</PathLink>
        </nav>
      } />
      <IgnoredParams known={minimumsSearch} />
      <Card>
        <DataTable
          caption={t('minimums')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={search.below ? t('noneBelow') : t('noMinimums')}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <>{row.item ? <PathLink to={`/items/${row.item.code}`}>{name({ nameZh: row.subjectNameZh, nameEn: row.subjectNameEn })}</PathLink> : name({ nameZh: row.subjectNameZh, nameEn: row.subjectNameEn })}{row.item && <span className="sub code">{row.item.code}</span>}</> },
            { key: 'scope', title: t('scope'), cell: (row) => <>{name({ nameZh: row.scopeNameZh, nameEn: row.scopeNameEn })}<span className="sub">{row.scope === 'DISTRICT' ? t('DISTRICT_SCOPE') : t(row.scope)} · {term(row.kind)}</span></> },
            { key: 'floor', title: t('floor'), number: true, cell: (row) => <Quantity value={row.floor} of={row} /> },
            { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} of={row} /></strong> },
            { key: 'headroom', title: t('headroom'), cell: (row) => {
              const headroom = headroomOf(row.available, row.floor)
              return (
                <span className="bar-cell">
                  <LevelBar filled={fill(row.available, row.floor)} mark={0.5} tone={barTone(row.state)} />
                  <span className="sub">{t(headroomWords[headroom.kind], { quantity: `${quantity(headroom.quantity)} ${unit(row)}` })}</span>
                </span>
              )
            } },
            { key: 'target', title: t('target'), number: true, cell: (row) => <Quantity value={row.target} of={row} /> },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
      </Card>
    </div>
  )
}
