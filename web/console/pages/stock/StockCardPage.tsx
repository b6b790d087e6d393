import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
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
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { BothTimes } from '../history/BothTimes.tsx'
import { usePlaces } from './places.ts'
import { cardSearch } from './search.ts'
import { useIds } from './stockQueries.ts'
import { stockWords } from './words.ts'

const StockCardQuery = graphql(`
  query StockCard($siteId: ID!, $itemId: ID!, $orderBy: StockCardOrder, $first: Int, $after: String) {
    stockCard(siteId: $siteId, itemId: $itemId, orderBy: $orderBy, first: $first, after: $after) {
      nodes { occurredAt recordedAt document { id number kind reason } lot { lotNo serialNo expiresOn } quantityIn quantityOut balance otherPlace }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const StockCardCountQuery = graphql(`query StockCardInAll($siteId: ID!, $itemId: ID!) { stockCard(siteId: $siteId, itemId: $itemId, first: 1) { totalCount totalCountExact } }`)

/** Every movement of an item at a site, with what was left after it; printed as it stands. */
export function StockCardPage() {
  const t = useWords(stockWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const place = usePlaces()
  const search = useSearch({ from: '/stock/card' })
  const navigate = useNavigate({ from: '/stock/card' })
  const { site, item, unknown } = useIds(search)
  const known = site !== undefined && item !== undefined
  const sort = useSort(search.order ?? 'NEWEST')
  const query = useQuery({
    queryKey: ['stockCard', site?.id, item?.id, search.order, search.after],
    queryFn: ({ signal }) => ask(StockCardQuery, { siteId: site!.id, itemId: item!.id, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.stockCard),
    placeholderData: (previous) => previous,
    enabled: known,
  })
  const inAll = useCount(['stockCard', site?.id, item?.id], query, search.after, (signal) => ask(StockCardCountQuery, { siteId: site!.id, itemId: item!.id }, signal).then((answer) => answer.stockCard))
  return (
    <div className="page">
      <PageHeader title={known ? `${t('card')} ${t('stockOf', { site: name(site), item: name(item) })}` : t('card')} trail={[{ title: t('ledger'), to: '/stock' }]} note={known ? t('cardNote') : t('cardChoose')}
        actions={known && <Button onClick={() => print()}>{term('print')}</Button>} />
      <div className="no-print">
        <Card>
          <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
            {(draft, change) => (
              <>
                <Field label={term('site')}><SiteSelect value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>
                <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(next) => change({ item: next?.code })} /></Field>
              </>
            )}
          </FilterBar>
        </Card>
      </div>
      <IgnoredParams known={cardSearch} />
      {unknown.map(({ what, code }) => <p key={what} className="notice" role="status">{t('unknownCode', { code, what: what === 'town' ? t('town') : term(what) })}</p>)}
      {known && (
        <Card>
          <DataTable
            caption={t('card')}
            query={query}
            rows={query.data?.nodes}
            rowKey={(row) => `${row.document.id} ${row.lot.lotNo} ${row.lot.serialNo} ${row.balance} ${row.quantityIn} ${row.quantityOut}`}
            empty={t('cardEmpty')}
            sort={sort}
            columns={[
              { key: 'when', title: t('when'), order: { rising: 'OLDEST', falling: 'NEWEST' }, nowrap: true, cell: (row) => <BothTimes occurredAt={row.occurredAt} recordedAt={row.recordedAt} /> },
              { key: 'document', title: term('documentNumber'), rowHeader: true, cell: (row) => <><Link to="/documents/$id" params={{ id: row.document.id }} className="code">{row.document.number}</Link><span className="sub">{kindWord(row.document.kind)} · {term(row.document.reason)}</span></> },
              { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
              { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (row) => row.lot.expiresOn ?? '–' },
              { key: 'in', title: t('quantityIn'), number: true, cell: (row) => <Quantity value={row.quantityIn} /> },
              { key: 'out', title: t('quantityOut'), number: true, cell: (row) => <Quantity value={row.quantityOut} /> },
              { key: 'balance', title: t('balance'), number: true, cell: (row) => <strong><Quantity value={row.balance} of={item} /></strong> },
              { key: 'other', title: t('otherPlace'), cell: (row) => place(row.otherPlace) },
            ]}
          />
          <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
        </Card>
      )}
    </div>
  )
}
