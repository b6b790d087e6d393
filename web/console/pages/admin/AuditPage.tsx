import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { dateTime, timeOfDayWithSeconds } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { detailLines } from './detail.ts'
import { auditSearch } from './search.ts'
import { adminWords } from './words.ts'

const AuditQuery = graphql(`
  query Audit($orderBy: AuditEntryOrder, $first: Int, $after: String) {
    auditEntries(orderBy: $orderBy, first: $first, after: $after) { nodes { id at account action objectKind objectId outcome detail } pageInfo { hasNextPage endCursor } }
  }
`)

const AuditCountQuery = graphql(`query AuditInAll { auditEntries(first: 1) { totalCount totalCountExact } }`)

/** The auditor's trail, newest first unless the other way round is chosen. */
export function AuditPage() {
  const t = useWords(adminWords)
  const search = useSearch({ from: '/audit' })
  const query = useQuery({
    queryKey: ['audit', search],
    queryFn: ({ signal }) => ask(AuditQuery, { orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.auditEntries),
    placeholderData: (previous) => previous,
  })
  const inAll = useCount(['audit'], query, search.after, (signal) => ask(AuditCountQuery, {}, signal).then((answer) => answer.auditEntries))
  const sort = useSort(search.order ?? 'NEWEST')
  return (
    <div className="page">
      <PageHeader title={t('audit')} note={t('auditNote')} />
      <IgnoredParams known={auditSearch} />
      <Card>
        <DataTable
          caption={t('audit')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noEntries')}
          sort={sort}
          columns={[
            { key: 'when', title: t('when'), order: { rising: 'OLDEST', falling: 'NEWEST' }, nowrap: true, cell: (row) => `${dateTime(row.at).slice(0, 10)} ${timeOfDayWithSeconds(row.at)}` },
            { key: 'who', title: t('who'), rowHeader: true, cell: (row) => row.account ?? t('system') },
            { key: 'action', title: t('action'), nowrap: true, cell: (row) => <span className="code">{row.action}</span> },
            { key: 'object', title: t('object'), nowrap: true, cell: (row) => <span className="code">{row.objectKind}{row.objectId && ` ${row.objectId}`}</span> },
            { key: 'outcome', title: t('outcome'), cell: (row) => (row.outcome === 'DONE' || row.outcome === 'REFUSED' ? <StateTag tone={row.outcome === 'DONE' ? 'good' : 'bad'} word={t(row.outcome)} /> : row.outcome) },
            { key: 'detail', title: t('detail'), cell: (row) => <span className="note-cell code-lines">{detailLines(row.detail).map((line) => <span key={line}>{line}</span>)}</span> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
