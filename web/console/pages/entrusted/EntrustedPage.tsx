import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ask } from '../../../shared/graphql/ask.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
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
import { OrganisationSelect, SiteSelect } from '../../parts/SiteSelect.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useOrganisations, useSites } from '../../parts/sites.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { EntrustedCountQuery, EntrustedQuery, type Entrusted } from './entrustedQueries.ts'
import { entrustedSearch } from './search.ts'
import { speaksFor } from './speaksFor.ts'
import { entrustedWords } from './words.ts'

/** What lies with another than its owner; who speaks for the owner orders a release from here. */
export function EntrustedPage() {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/entrusted' })
  const navigate = useNavigate({ from: '/entrusted' })
  const sites = useSites().data
  const organisations = useOrganisations().data
  const item = useItemByCode(search.item).data
  const site = sites?.find((one) => one.code === search.site)
  const owner = organisations?.find((one) => one.code === search.owner)
  const sort = useSort(search.order ?? 'EXPIRES')
  const filter = { siteId: site?.id ?? null, ownerId: owner?.id ?? null, itemId: item?.id ?? null, custody: 'ENTRUSTED' } as const
  const query = useQuery({
    queryKey: ['entrusted', filter, search.order, search.after],
    queryFn: ({ signal }) => ask(EntrustedQuery, { ...filter, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.balances),
    placeholderData: (previous) => previous,
    enabled: (!search.site || sites !== undefined) && (!search.owner || organisations !== undefined) && (!search.item || item !== undefined),
  })
  const inAll = useCount(['entrusted', filter], query, search.after, (signal) => ask(EntrustedCountQuery, filter, signal).then((answer) => answer.balances))
  const orders = may(viewer, 'release.order')
  const speaks = (row: Entrusted) => {
    const whose = organisations?.find((one) => one.id === row.reserve.owner.id)
    return whose !== undefined && speaksFor(viewer, whose)
  }
  return (
    <div className="page">
      <PageHeader title={t('title')} note={t('note')} actions={orders && <PathLink to="/release-orders/new" className="button primary">{t('order')}</PathLink>} />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>
              <Field label={t('owner')}><OrganisationSelect value={draft.owner} onChange={(next) => change({ owner: next?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(next) => change({ item: next?.code })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={entrustedSearch} />
      <Card>
        <DataTable
          caption={t('title')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => `${row.site.id} ${row.lot.id} ${row.reserve.id}`}
          empty={t('none')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), order: 'ITEM', rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
            { key: 'owner', title: t('owner'), cell: (row) => name(row.reserve.owner) },
            { key: 'site', title: t('keeper'), order: 'SITE', cell: (row) => <>{name(row.site)}<span className="sub">{name(row.site.organisation)}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
            { key: 'expiry', title: term('expiresOn'), order: 'EXPIRES', nowrap: true, cell: (row) => <ExpiryDate on={row.lot.expiresOn} /> },
            { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={row.item} /> },
            { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} /></strong> },
            { key: 'terms', title: t('purpose'), cell: (row) => <>{row.reserve.purpose || '–'}{row.reserve.fundingSource && <span className="sub">{t('funding')}：{row.reserve.fundingSource}</span>}</> },
            ...(orders ? [{ key: 'action', title: term('details'), cell: (row: Entrusted) => speaks(row) && <PathLink to={'/release-orders/new' + stringifySearch({ owner: row.reserve.owner.code, site: row.site.code, item: row.item.code })} className="button">{t('order')}</PathLink> }] : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
