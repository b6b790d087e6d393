import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { dateTime } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { may } from '../../../../shared/session.ts'
import { Card } from '../../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../../parts/CursorPager.tsx'
import { DataTable, type Column } from '../../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { ItemSelect } from '../../../parts/ItemSelect.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { stringifySearch } from '../../../parts/searchParams.ts'
import { useDocumentKind } from '../../../parts/documentKind.ts'
import { useCount } from '../../../parts/useCount.ts'
import { useSort } from '../../../parts/useSort.ts'
import { useViewer } from '../../../useSession.ts'
import { holdsSearch } from '../search.ts'
import { useIds } from '../stockQueries.ts'
import { HoldPanel } from './HoldPanel.tsx'
import { ReleasePanel } from './ReleasePanel.tsx'
import { askHolds, countHolds, holdsKey, type HoldRow } from './holdQueries.ts'
import { holdWords } from './words.ts'

/** Goods that are kept from use, why, and who has released them. */
export function HoldsPage() {
  const t = useWords(holdWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/holds' })
  const navigate = useNavigate({ from: '/holds' })
  const ids = useIds(search)
  const [open, setOpen] = useState<'hold' | HoldRow | null>(null)
  const [done, setDone] = useState<'held' | 'released' | null>(null)
  const filter = { siteId: ids.site?.id ?? null, itemId: ids.item?.id ?? null, liveOnly: !search.all }
  const page = { ...filter, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }
  const query = useQuery({ queryKey: [...holdsKey, page], queryFn: ({ signal }) => askHolds(page, signal), placeholderData: (previous) => previous, enabled: ids.ready })
  const inAll = useCount([...holdsKey, filter], query, search.after, (signal) => countHolds(filter, signal))
  const sort = useSort(search.order ?? 'NEWEST')
  const mayHold = may(viewer, 'stock.hold')
  const keeps = (row: HoldRow) => mayHold && viewer.keepsSites.some((site) => site.id === row.site.id)
  const begin = (next: 'hold' | HoldRow) => { setDone(null); setOpen(next) }
  const actions: Column<HoldRow>[] = mayHold ? [{ key: 'action', title: t('actions'), cell: (row) => row.state === 'LIVE' && keeps(row) && (
    row.reason === 'AWAITING_INSPECTION' ? <PathLink to={`/recovery?site=${row.site.code}`}>{t('toInspection')}</PathLink>
      : row.document ? null
        : <span className="actions"><Button size="small" aria-label={t('releaseOne', { lot: row.lot.lotNo })} onClick={() => begin(row)}>{t('release')}</Button><PathLink to={'/scrap' + stringifySearch({ site: row.site.code, item: row.item.code, lot: row.lot.id, hold: row.id })}>{t('scrapIt')}</PathLink></span>
  ) }] : []
  return (
    <div className="page">
      <PageHeader title={t('holds')} note={t('holdsNote')} trail={[{ title: t('ledger'), to: '/stock' }]} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to={'/holds' + stringifySearch({ ...search, all: undefined, after: undefined })} aria-current={search.all ? undefined : 'page'}>{term('LIVE')}</PathLink>
            <PathLink to={'/holds' + stringifySearch({ ...search, all: true, after: undefined })} aria-current={search.all ? 'page' : undefined}>{term('all')}</PathLink>
          </nav>
          {mayHold && open === null && <Button type="primary" onClick={() => begin('hold')}>{t('hold')}</Button>}
        </>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(item) => change({ item: item?.code })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={holdsSearch} />
      {done && <p className="done" role="status">{t(done)}</p>}
      {open === 'hold' && <HoldPanel site={search.site} item={search.item} onClose={() => setOpen(null)} onDone={() => { setOpen(null); setDone('held') }} />}
      {open !== null && open !== 'hold' && <ReleasePanel key={open.id} hold={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); setDone('released') }} />}
      <Card>
        <DataTable
          caption={t('holds')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noHolds')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
            { key: 'site', title: term('site'), cell: (row) => <>{name(row.site)}<span className="sub">{name(row.reserve.owner)}</span></> },
            { key: 'quantity', title: term('quantity'), number: true, cell: (row) => <strong><Quantity value={row.quantity} of={row.item} /></strong> },
            { key: 'reason', title: term('reason'), cell: (row) => <>{term(row.reason)}{row.note && <span className="sub">{row.note}</span>}</> },
            { key: 'placed', title: t('placed'), order: { rising: 'OLDEST', falling: 'NEWEST' }, cell: (row) => <>{row.placedBy ?? t('system')}<span className="sub code">{dateTime(row.createdAt)}</span></> },
            { key: 'state', title: term('state'), cell: (row) => (
              <>
                <StateTag state={row.state} />
                {row.document && <span className="sub"><PathLink to={`/documents/${row.document.id}`}>{t('waitsFor', { document: `${kindWord(row.document.kind)} ${row.document.number}`.trim() })}</PathLink></span>}
                {row.closedAt && <span className="sub">{row.closedBy ?? t('system')} {dateTime(row.closedAt)} {row.closedNote}</span>}
              </>
            ) },
            ...actions,
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
