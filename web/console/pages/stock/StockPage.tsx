import { Link, useSearch } from '@tanstack/react-router'
import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { StateTag, type Tone } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSort } from '../../parts/useSort.ts'
import { useAbout } from '../../useSession.ts'
import { StockDrawer } from './StockDrawer.tsx'
import { StockFilters } from './StockFilters.tsx'
import { balanceKey, useLotColumns } from './lotColumns.tsx'
import { rowOf, stockSearch, type StockSearch } from './search.ts'
import { expiringDays, useBalanceCount, useBalances, useIds, useStock, useStockCount } from './stockQueries.ts'
import { stockState, type StockState } from './stockState.ts'
import { useScanFilter } from './useScanFilter.ts'
import { stockWords } from './words.ts'

const tones: Readonly<Record<StockState, Tone>> = { NOTHING: 'bad', SOON: 'near', USABLE: 'good' }

/** The other view, with the filters that it knows too. */
const viewAddress = (search: StockSearch, byLot: boolean) => '/stock' + stringifySearch({ view: byLot ? 'lot' : undefined, site: search.site, item: search.item, lot: byLot ? search.lot : undefined })

/** P9. The ledger by item and site, or by lot. */
export function StockPage() {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/stock' })
  const ids = useIds(search)
  const byLot = search.view === 'lot'
  const scan = useScanFilter(search)
  return (
    <div className="page">
      <PageHeader title={t('ledger')} note={<>{t('ledgerNote')} {t('scanHint')}</>} actions={
        <nav className="tabs" aria-label={t('view')}>
          <PathLink to={viewAddress(search, false)} aria-current={byLot ? undefined : 'page'}>{t('bySite')}</PathLink>
          <PathLink to={viewAddress(search, true)} aria-current={byLot ? 'page' : undefined}>{t('byLot')}</PathLink>
        </nav>
      } />
      <Card><StockFilters search={search} onCode={scan.typed} /></Card>
      {scan.said && (
        <p className="notice" role="status">
          {scan.said}
          {scan.choices?.bins.map((bin) => <span key={bin.site.code}> <Link to="/sites/$code/bins" params={{ code: bin.site.code }} search={{ bin: bin.code }}>{t('binAt', { code: bin.code, site: name(bin.site) })}</Link></span>)}
          {scan.choices?.lot && <span> <PathLink to={viewAddress({ site: search.site, lot: scan.choices.lot }, true)}>{t('lotCalled', { lot: scan.choices.lot })}</PathLink></span>}
        </p>
      )}
      <IgnoredParams known={stockSearch} />
      {ids.unknown.map(({ what, code }) => <p key={what} className="notice" role="status">{t('unknownCode', { code, what: what === 'town' ? t('town') : term(what) })}</p>)}
      <Card>
        {ids.failed ? <ErrorCard error={ids.failed} /> : !ids.ready ? <Skeleton lines={8} /> : ids.unknown.length > 0 ? null : byLot ? <ByLot search={search} ids={ids} /> : <BySite search={search} ids={ids} />}
      </Card>
      <StockDrawer row={search.row} />
    </div>
  )
}

/** A heading with its sign in the sum that a row is: on hand = available + reserved + on hold + expired. */
const signed = (sign: '=' | '+', word: string) => <><span className="muted" aria-hidden>{sign} </span>{word}</>

type ViewProps = { search: StockSearch; ids: ReturnType<typeof useIds> }

function BySite({ search, ids }: ViewProps) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const { today } = useAbout()
  const orderBy = search.order === 'EXPIRES' ? undefined : search.order // an order of the other view
  const sort = useSort(orderBy ?? 'ITEM')
  const filter = { siteId: ids.site?.id, townId: ids.town?.id, itemId: ids.item?.id, categoryCode: search.category, search: search.search }
  const query = useStock({ ...filter, orderBy, after: search.after })
  const inAll = useStockCount(filter, query, search.after)
  return (
    <>
      <DataTable
        caption={t('ledger')}
        query={query}
        rows={query.data?.nodes}
        rowKey={(row) => rowOf(row.site.code, row.item.code)}
        empty={t('noStock')}
        sort={sort}
        columns={[
          { key: 'item', title: term('item'), order: 'ITEM', rowHeader: true, cell: (row) => (
            <>
              <Link to="/stock" search={{ ...search, row: rowOf(row.site.code, row.item.code) }} activeProps={{}}>{name(row.item)}</Link>
              <span className="sub"><span className="code">{row.item.code}</span> {row.item.spec}</span>
            </>
          ) },
          { key: 'site', title: term('site'), order: 'SITE', cell: (row) => <>{name(row.site)}<span className="sub code">{row.site.code}</span></> },
          { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={row.item} /> },
          { key: 'available', title: signed('=', term('available')), number: true, cell: (row) => <strong><Quantity value={row.available} /></strong> },
          { key: 'reserved', title: signed('+', term('reserved')), number: true, cell: (row) => isZero(row.reserved) ? <Quantity value={row.reserved} /> : <Link to="/stock" search={{ ...search, row: rowOf(row.site.code, row.item.code) }} activeProps={{}} aria-label={t('reservedLink', { quantity: quantity(row.reserved) })}><Quantity value={row.reserved} /></Link> },
          { key: 'onHold', title: signed('+', term('onHold')), number: true, cell: (row) => isZero(row.onHold) ? <Quantity value={row.onHold} /> : <PathLink to={'/holds' + stringifySearch({ site: row.site.code, item: row.item.code })} aria-label={t('onHoldLink', { quantity: quantity(row.onHold) })}><Quantity value={row.onHold} /></PathLink> },
          { key: 'expired', title: signed('+', term('expired')), number: true, cell: (row) => <Quantity value={row.expired} /> },
          { key: 'nextExpiry', title: t('nextExpiry'), nowrap: true, cell: (row) => <ExpiryDate on={row.nextExpiry} /> },
          { key: 'state', title: term('state'), cell: (row) => {
            const state = stockState(row, today)
            return <StateTag tone={tones[state]} word={t(state)} />
          } },
        ]}
      />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
    </>
  )
}

function ByLot({ search, ids }: ViewProps) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const sort = useSort(search.order ?? 'EXPIRES')
  const filter = { siteId: ids.site?.id, itemId: ids.item?.id, lotNo: search.lot, expiringWithinDays: expiringDays(search.expiring) }
  const query = useBalances({ ...filter, orderBy: search.order, after: search.after })
  const inAll = useBalanceCount(filter, query, search.after)
  const lotColumns = useLotColumns()
  return (
    <>
      <DataTable
        caption={t('byLot')}
        query={query}
        rows={query.data?.nodes}
        rowKey={balanceKey}
        empty={search.lot ? t('noSuchLot', { lot: search.lot }) : t('noLots')}
        sort={sort}
        columns={[
          { key: 'item', title: term('item'), order: 'ITEM', rowHeader: true, cell: (row) => (
            <>
              <Link to="/stock" search={{ ...search, row: rowOf(row.site.code, row.item.code) }} activeProps={{}}>{name(row.item)}</Link>
              <span className="sub code">{row.item.code}</span>
            </>
          ) },
          { key: 'site', title: term('site'), order: 'SITE', cell: (row) => <>{name(row.site)}<span className="sub code">{row.site.code}</span></> },
          ...lotColumns,
        ]}
      />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
    </>
  )
}
