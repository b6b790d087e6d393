import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { dateTime } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { inTransitSearch, type InTransitSearch } from './search.ts'
import { useIds } from './stockQueries.ts'
import { stockWords } from './words.ts'

const InTransitQuery = graphql(`
  query InTransit($siteId: ID, $itemId: ID, $lateOnly: Boolean, $orderBy: InTransitOrder, $first: Int, $after: String) {
    inTransit(siteId: $siteId, itemId: $itemId, lateOnly: $lateOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        paper paperId number lineNo quantity since expectedAt late
        item { code nameZh nameEn unitZh unitEn } lot { lotNo serialNo } reserve { owner { nameZh nameEn } }
        fromSite { nameZh nameEn } toSite { nameZh nameEn }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const InTransitCountQuery = graphql(`
  query InTransitInAll($siteId: ID, $itemId: ID, $lateOnly: Boolean) { inTransit(siteId: $siteId, itemId: $itemId, lateOnly: $lateOnly, first: 1) { totalCount totalCountExact } }
`)

/** What has left and has not arrived. */
export function InTransitPage() {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/in-transit' })
  const navigate = useNavigate({ from: '/in-transit' })
  const { site, item, ready, unknown } = useIds({ site: search.site, town: undefined, item: search.item })
  const sort = useSort(search.order ?? 'SINCE')
  const filter = { siteId: site?.id ?? null, itemId: item?.id ?? null, lateOnly: search.late ?? null }
  const query = useQuery({
    queryKey: ['inTransit', filter, search.order, search.after],
    queryFn: ({ signal }) => ask(InTransitQuery, { ...filter, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.inTransit),
    placeholderData: (previous) => previous,
    refetchInterval: 15_000,
    enabled: ready && unknown.length === 0,
  })
  const inAll = useCount(['inTransit', filter], query, search.after, (signal) => ask(InTransitCountQuery, filter, signal).then((answer) => answer.inTransit))
  return (
    <div className="page">
      <PageHeader title={t('inTransit')} note={t('inTransitNote')} />
      <Card>
        <FilterBar<InTransitSearch> value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('eitherEnd')}><SiteSelect value={draft.site} onChange={(chosen) => change({ site: chosen?.code })} /></Field>
              <Field label={term('item')}><ItemSelect value={draft.item} onChange={(chosen) => change({ item: chosen?.code })} /></Field>
              <Checkbox checked={draft.late === true} onChange={(event) => change({ late: event.target.checked || undefined })}>{t('lateOnly')}</Checkbox>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={inTransitSearch} />
      {unknown.map(({ what, code }) => <p key={what} className="notice" role="status">{t('unknownCode', { code, what: term(what === 'town' ? 'site' : what) })}</p>)}
      <Card>
        <DataTable
          caption={t('inTransit')}
          query={query}
          rows={unknown.length > 0 ? [] : query.data?.nodes}
          rowKey={(row) => `${row.paperId} ${row.lineNo}`}
          empty={t(search.site || search.item || search.late ? 'noInTransitHere' : 'noInTransit')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><Link to="/items/$code" params={{ code: row.item.code }}>{name(row.item)}</Link><span className="sub">{name(row.reserve.owner)}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.serialNo || row.lot.lotNo}</span> },
            { key: 'quantity', title: term('quantity'), number: true, cell: (row) => <strong><Quantity value={row.quantity} of={row.item} /></strong> },
            { key: 'between', title: t('between'), cell: (row) => <>{name(row.fromSite)}<span className="sub">→ {name(row.toSite)}</span></> },
            { key: 'paper', title: t('paper'), nowrap: true, cell: (row) => row.paper === 'TRANSFER'
              ? <><Link to="/documents/$id" params={{ id: row.paperId }} className="code">{row.number}</Link><span className="sub">{term('TRANSFER')}</span></>
              : <><Link to="/waybills/$waybillId" params={{ waybillId: row.paperId }} className="code">{row.number}</Link><span className="sub">{term('WAYBILL')}</span></> },
            { key: 'since', title: t('sentSince'), order: 'SINCE', nowrap: true, cell: (row) => dateTime(row.since) },
            { key: 'expected', title: t('expectedAt'), order: 'EXPECTED', nowrap: true, cell: (row) => <>{dateTime(row.expectedAt)}{row.late && <> <StateTag tone="bad" word={t('late')} /></>}</> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
