import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { add } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { useViewer } from '../../useSession.ts'
import { ItemPacks } from './ItemPacks.tsx'
import { balanceKey, useLotColumns } from './lotColumns.tsx'
import { useBalances, useStock, type StockRow } from './stockQueries.ts'
import { stockWords } from './words.ts'

const ItemQuery = graphql(`
  query ItemCard($code: String!) {
    itemByCode(code: $code) {
      id code nameZh nameEn category { code nameZh nameEn } subcategoryZh subcategoryEn unitZh unitEn scale spec packSize packageNameZh packPolicy weightKg volumeM3
      shelfLifeDays storageCondition hazardClass coldChain livelihoodGood tracking normSource
    }
  }
`)
export type ItemCard = NonNullable<ResultOf<typeof ItemQuery>['itemByCode']>

/** P10. An item: what it is, where it lies, and until when it is good. */
export function ItemPage() {
  const t = useWords(stockWords)
  const name = useNames()
  const viewer = useViewer()
  const { code } = useParams({ from: '/items/$code' })
  const { after } = useSearch({ from: '/items/$code' })
  const query = useQuery({ queryKey: ['itemCard', code], queryFn: () => ask(ItemQuery, { code }).then((answer) => answer.itemByCode) })
  if (query.error && !query.data) return <div className="page"><PageHeader title={t('itemCard')} /><Card><ErrorCard error={query.error} onRetry={query.refetch} /></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  const item = query.data
  if (!item) {
    return (
      <div className="page">
        <PageHeader title={t('noItem')} />
        <Card><p>{t('noItemWhy', { code })}</p><p><PathLink to="/items">{t('toCatalogue')}</PathLink></p></Card>
      </div>
    )
  }
  const sees = may(viewer, 'stock.read')
  return (
    <div className="page">
      <PageHeader title={name(item)} trail={[{ title: t('catalogue'), to: '/items' }]} note={<><span className="code">{item.code}</span> {item.spec}</>}
        tags={item.livelihoodGood && <span className="level">{t('livelihood')}</span>} />
      {sees ? <FiguresBySite item={item} /> : <p className="notice">{t('stockHidden')}</p>}
      {sees && <Lots item={item} after={after} />}
      <ItemPacks item={item} />
      <Particulars item={item} />
    </div>
  )
}

function FiguresBySite({ item }: { item: ItemCard }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const most = 250
  const query = useStock({ itemId: item.id, first: most })
  const rows = query.data?.nodes
  const sum = (part: 'onHand' | 'available' | 'reserved' | 'onHold' | 'expired') => add(...(rows ?? []).map((row) => row[part]))
  const total = rows && rows.length > 1 ? ({ ...rows[0]!, site: { id: 'total', code: '', nameZh: '', nameEn: '' }, onHand: sum('onHand'), available: sum('available'), reserved: sum('reserved'), onHold: sum('onHold'), expired: sum('expired'), nextExpiry: null } satisfies StockRow) : null
  const isTotal = (row: StockRow) => row.site.id === 'total'
  return (
    <Card title={t('figuresBySite')}>
      {query.data?.pageInfo.hasNextPage && <p className="notice">{t('more', { count: most })}</p>}
      <DataTable
        caption={t('figuresBySite')}
        query={query}
        rows={total ? [total, ...rows!] : rows}
        rowKey={(row) => row.site.id}
        rowClass={(row) => (isTotal(row) ? 'total' : undefined)}
        empty={t('noStock')}
        columns={[
          { key: 'site', title: term('site'), rowHeader: true, cell: (row) => (isTotal(row) ? t('totalOfSites', { count: rows!.length }) : <><PathLink to={`/stock/card?site=${row.site.code}&item=${item.code}`}>{name(row.site)}</PathLink> <span className="muted code">{row.site.code}</span></>) },
          { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={item} /> },
          { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} /></strong> },
          { key: 'reserved', title: term('reserved'), number: true, cell: (row) => <Quantity value={row.reserved} /> },
          { key: 'onHold', title: term('onHold'), number: true, cell: (row) => <Quantity value={row.onHold} /> },
          { key: 'expired', title: term('expired'), number: true, cell: (row) => <Quantity value={row.expired} /> },
          { key: 'nextExpiry', title: t('nextExpiry'), nowrap: true, cell: (row) => !isTotal(row) && <ExpiryDate on={row.nextExpiry} /> },
        ]}
      />
    </Card>
  )
}

function Lots({ item, after }: { item: ItemCard; after: string | undefined }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const query = useBalances({ itemId: item.id, after })
  const columns = useLotColumns()
  return (
    <Card title={t('lots')} extra={<span className="muted">{t('lotsNote')}</span>}>
      <DataTable caption={t('lots')} query={query} rows={query.data?.nodes} rowKey={balanceKey} empty={t('noLots')}
        columns={[{ ...columns[0]!, rowHeader: true }, { key: 'site', title: term('site'), cell: (row) => name(row.site) }, ...columns.slice(1)]} />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
    </Card>
  )
}

function Particulars({ item }: { item: ItemCard }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()(item)
  const language = useLanguage()
  const facts: [string, React.ReactNode][] = [
    [term('category'), name(item.category)],
    [t('subcategory'), language === 'zh' ? item.subcategoryZh : item.subcategoryEn],
    [term('spec'), item.spec],
    [term('unit'), unit],
    [t('pack'), t('packOf', { size: quantity(item.packSize), unit, name: item.packageNameZh })],
    [t('packPolicy'), item.packPolicy === 'LOOSE' ? t('loose') : t('whole')],
    [t('tracking'), t(item.tracking)],
    [t('shelfLife'), item.shelfLifeDays === null ? term('none') : t('daysOf', { days: item.shelfLifeDays })],
    [t('storage'), term(item.storageCondition)],
    [t('hazard'), item.hazardClass || term('none')],
    [t('coldChain'), item.coldChain ? term('yes') : term('no')],
    [t('weight'), `${quantity(item.weightKg)} kg`],
    [t('volume'), `${quantity(item.volumeM3)} m³`],
    [t('source'), item.normSource || t('noSource')],
  ]
  return (
    <Card title={t('particulars')}>
      <dl className="facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
    </Card>
  )
}
