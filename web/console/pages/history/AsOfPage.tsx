import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { dateTime } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { useItemByCode } from '../../parts/items.ts'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSites } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { instantOf } from '../stock/forms/instant.ts'
import { localOf } from './dates.ts'
import { asOfSearch } from './search.ts'
import { historyWords } from './words.ts'

const AsOfQuery = graphql(`
  query StockAsOf($at: DateTime!, $siteId: ID, $itemId: ID, $orderBy: StockAsOfOrder, $first: Int, $after: String) {
    stockAsOf(at: $at, siteId: $siteId, itemId: $itemId, orderBy: $orderBy, first: $first, after: $after) { nodes { item { id code nameZh nameEn unitZh unitEn spec } onHand } pageInfo { hasNextPage endCursor } }
  }
`)
const LotsAsOfQuery = graphql(`
  query LotsAsOf($at: DateTime!, $siteId: ID!, $itemId: ID!) {
    lotsAsOf(at: $at, siteId: $siteId, itemId: $itemId) { onHand lot { id lotNo serialNo expiresOn } reserve { id custody source purpose owner { nameZh nameEn } } }
  }
`)

/** What there was at a moment, over the district or at a site, and of which lots. */
export function AsOfPage() {
  const t = useWords(historyWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const { now } = useAbout()
  const search = useSearch({ from: '/history' })
  const navigate = useNavigate({ from: '/history' })
  const sites = useSites().data
  const item = useItemByCode(search.item).data
  const wide = viewer.posts.some((post) => post.role === 'DISPATCHER' || post.role === 'AUDITOR')
  const siteCode = search.site ?? (wide ? undefined : viewer.keepsSites[0]?.code)
  const site = sites?.find((one) => one.code === siteCode)
  const clock = Math.max(Date.parse(now), Date.now()) // the session's time may be of this morning
  const local = search.at ?? localOf(new Date(clock))
  const at = instantOf(local)!
  const lost = (search.site !== undefined && sites !== undefined && !site && search.site) || (search.item !== undefined && item === null && search.item)
  const ready = !lost && (siteCode === undefined ? wide : site !== undefined) && (!search.item || item !== undefined)
  const query = useQuery({
    queryKey: ['stockAsOf', at, site?.id, item?.id, search.order, search.after],
    queryFn: ({ signal }) => ask(AsOfQuery, { at, siteId: site?.id ?? null, itemId: item?.id ?? null, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.stockAsOf),
    placeholderData: (previous) => previous,
    enabled: ready,
  })
  const sort = useSort(search.order ?? 'CODE')
  const address = (part: Partial<typeof search>) => '/history' + stringifySearch({ ...search, ...part })
  return (
    <div className="page">
      <PageHeader title={`${t('asOf')} · ${dateTime(at)}`} note={t('asOfNote')} />
      <Card>
        <FilterBar value={{ ...search, at: local, site: siteCode }} onApply={({ lots: _, ...next }) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('at')}><input className="plain-input" type="datetime-local" required value={draft.at ?? ''} onChange={(event) => change({ at: event.target.value || undefined })} /></Field>
              <Field label={term('site')}><SiteSelect value={draft.site} placeholder={wide ? t('district') : t('chooseSite')} onChange={(next) => change({ site: next?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(next) => change({ item: next?.code })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={asOfSearch} />
      {lost && <p className="notice" role="status">{t('unknownCode', { code: lost })}</p>}
      {Date.parse(at) > clock + 60_000 && <p className="notice" role="status">{t('inFuture')}</p>}
      {!lost && siteCode === undefined && !wide && <p className="notice" role="status">{t('chooseSite')}</p>}
      {search.lots && site && <LotsThen at={at} siteId={site.id} code={search.lots} />}
      {ready && (
        <Card title={site ? name(site) : t('district')}>
          <DataTable
            caption={t('asOf')}
            query={query}
            rows={query.data?.nodes}
            rowKey={(row) => row.item.id}
            empty={t('nothingThen')}
            sort={sort}
            columns={[
              { key: 'item', title: term('item'), order: 'NAME', rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub">{row.item.spec}</span></> },
              { key: 'code', title: t('code'), order: 'CODE', nowrap: true, cell: (row) => <span className="code">{row.item.code}</span> },
              { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <strong><Quantity value={row.onHand} of={row.item} /></strong> },
              ...(site ? [{ key: 'more', title: term('details'), cell: (row: { item: { code: string } }) => (
                <span className="row-links"><PathLink to={address({ lots: row.item.code, site: site.code, at: local })}>{t('seeLots')}</PathLink> <PathLink to={'/stock/card' + stringifySearch({ site: site.code, item: row.item.code })}>{t('seeCard')}</PathLink></span>
              ) }] : []),
            ]}
          />
          <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
        </Card>
      )}
    </div>
  )
}

function LotsThen({ at, siteId, code }: { at: string; siteId: string; code: string }) {
  const t = useWords(historyWords)
  const term = useTerm()
  const name = useNames()
  const item = useItemByCode(code).data
  const query = useQuery({ queryKey: ['lotsAsOf', at, siteId, item?.id], queryFn: ({ signal }) => ask(LotsAsOfQuery, { at, siteId, itemId: item!.id }, signal).then((answer) => answer.lotsAsOf), enabled: Boolean(item) })
  if (!item) return null
  return (
    <Card title={t('lotsThen', { item: name(item) })}>
      <DataTable
        caption={t('lotsThen', { item: name(item) })}
        query={query}
        rows={query.data}
        rowKey={(row) => `${row.lot.id} ${row.reserve.id}`}
        empty={t('nothingThen')}
        columns={[
          { key: 'lot', title: term('lotNo'), rowHeader: true, nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
          { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (row) => <ExpiryDate on={row.lot.expiresOn} /> },
          { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={item} /> },
          { key: 'owner', title: term('owner'), cell: (row) => <>{name(row.reserve.owner)}<span className="sub">{term(row.reserve.source)} · {term(row.reserve.custody)}{row.reserve.purpose && ` · ${row.reserve.purpose}`}</span></> },
        ]}
      />
    </Card>
  )
}
