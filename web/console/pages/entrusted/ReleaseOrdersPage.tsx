import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useOrganisations, useSites } from '../../parts/sites.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { CancelReleaseOrder, OrdersCountQuery, OrdersQuery, type Order } from './entrustedQueries.ts'
import { ordersSearch } from './search.ts'
import { speaksFor } from './speaksFor.ts'
import { entrustedWords } from './words.ts'

/** Owners' orders: the owner gives and takes back, the keeper issues by them. */
export function ReleaseOrdersPage() {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/release-orders' })
  const navigate = useNavigate({ from: '/release-orders' })
  const sites = useSites().data
  const organisations = useOrganisations().data
  const siteId = sites?.find((one) => one.code === search.site)?.id
  const [cancelling, setCancelling] = useState<Order | null>(null)
  const [cancelled, setCancelled] = useState<string | null>(null)
  const sort = useSort(search.order ?? 'NEWEST')
  const filter = { siteId: siteId ?? null, openOnly: !search.all }
  const query = useQuery({
    queryKey: ['releaseOrders', filter, search.order, search.after],
    queryFn: ({ signal }) => ask(OrdersQuery, { ...filter, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.releaseOrders),
    placeholderData: (previous) => previous,
    enabled: !search.site || sites !== undefined,
  })
  const inAll = useCount(['releaseOrders', filter], query, search.after, (signal) => ask(OrdersCountQuery, filter, signal).then((answer) => answer.releaseOrders))
  const owns = (row: Order) => {
    const owner = organisations?.find((one) => one.id === row.owner.id)
    return owner !== undefined && speaksFor(viewer, owner)
  }
  return (
    <div className="page">
      <PageHeader title={t('orders')} note={t('ordersNote')} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to={'/release-orders' + stringifySearch({ ...search, all: undefined, after: undefined })} aria-current={search.all ? undefined : 'page'}>{t('openOrders')}</PathLink>
            <PathLink to={'/release-orders' + stringifySearch({ ...search, all: true, after: undefined })} aria-current={search.all ? 'page' : undefined}>{t('everything')}</PathLink>
          </nav>
          {may(viewer, 'release.order') && <PathLink to="/release-orders/new" className="button primary">{t('order')}</PathLink>}
        </>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => <Field label={term('site')}><SiteSelect value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>}
        </FilterBar>
      </Card>
      <IgnoredParams known={ordersSearch} />
      {cancelled && <p className="done" role="status">{t('takenBack', { number: cancelled })}</p>}
      {cancelling && <TakeBack key={cancelling.id} order={cancelling} onClose={() => setCancelling(null)} onDone={() => { setCancelled(cancelling.number); setCancelling(null) }} />}
      <Card>
        <DataTable
          caption={t('orders')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t(search.all ? 'noOrdersEver' : 'noOrders')}
          sort={sort}
          columns={[
            { key: 'number', title: t('number'), order: { falling: 'NEWEST' }, rowHeader: true, nowrap: true, cell: (row) => <PathLink to={`/release-orders/${row.id}`} className="code">{row.number}</PathLink> },
            { key: 'owner', title: t('owner'), cell: (row) => <>{name(row.owner)}<span className="sub">{row.orderedBy}</span></> },
            { key: 'site', title: term('site'), cell: (row) => name(row.site) },
            { key: 'lines', title: t('lines'), cell: (row) => <OrderLines order={row} /> },
            { key: 'until', title: t('untilOn'), order: 'UNTIL', nowrap: true, cell: (row) => row.untilOn },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            { key: 'note', title: t('noteLabel'), cell: (row) => <span className="note-cell">{row.note}</span> },
            { key: 'action', title: term('details'), nowrap: true, cell: (row) => row.state === 'OPEN' && (
              <>
                {viewer.keepsSites.some((one) => one.id === row.site.id) && <PathLink to={`/release-orders/${row.id}`} className="button">{t('handOut')}</PathLink>}
                {owns(row) && may(viewer, 'release.order') && <Button onClick={() => { setCancelled(null); setCancelling(row) }}>{t('takeBack')}</Button>}
              </>
            ) },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}

function OrderLines({ order }: { order: Order }) {
  const t = useWords(entrustedWords)
  const name = useNames()
  const unit = useUnit()
  return (
    <>
      {order.lines.map((line) => {
        const whole = `${quantity(line.quantity)} ${unit(line.item)}`
        return (
          <div key={`${line.item.id} ${line.lot?.id}`}>
            {name(line.item)} {line.lot && <span className="code">{line.lot.lotNo}</span>}
            <span className="sub">{isZero(line.left) ? t('gone', { quantity: whole }) : t('left', { left: quantity(line.left), quantity: whole })}</span>
          </div>
        )
      })}
    </>
  )
}

function TakeBack({ order, onClose, onDone }: { order: Order; onClose: () => void; onDone: () => void }) {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(CancelReleaseOrder)
  return (
    <Card title={t('takeBackTitle', { number: order.number })}>
      <div className="stack">
        <p>{t('takeBackWhy')}</p>
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" danger loading={write.isPending} onClick={() => write.mutate({ orderId: order.id }, { onSuccess: onDone })}>{t('confirmTakeBack')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </div>
    </Card>
  )
}
