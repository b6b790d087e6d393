import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../../shared/format.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { may } from '../../../../shared/session.ts'
import { Card } from '../../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../../parts/CursorPager.tsx'
import { DataTable, type Column } from '../../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { stringifySearch } from '../../../parts/searchParams.ts'
import { useSort } from '../../../parts/useSort.ts'
import { useViewer } from '../../../useSession.ts'
import { useWrite } from '../../../useWrite.ts'
import { recoverySearch } from '../search.ts'
import { useIds } from '../stockQueries.ts'
import { InspectPanel } from './InspectPanel.tsx'
import { MarkCleaned, RecoveredGoodsQuery, type RecoveredRow } from './recoveryQueries.ts'
import { recoveryWords } from './words.ts'

/** Goods that came back: cleaned, inspected, and restocked by condition or rejected. */
export function RecoveryPage() {
  const t = useWords(recoveryWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const search = useSearch({ from: '/recovery' })
  const navigate = useNavigate({ from: '/recovery' })
  const ids = useIds(search)
  const [inspecting, setInspecting] = useState<RecoveredRow | null>(null)
  const [done, setDone] = useState<'cleaned' | 'inspected' | null>(null)
  const clean = useWrite(MarkCleaned)
  const sort = useSort(search.order ?? 'NEWEST')
  const query = useQuery({
    queryKey: ['recoveredGoods', search, ids.site?.id],
    queryFn: ({ signal }) => ask(RecoveredGoodsQuery, { siteId: ids.site?.id ?? null, openOnly: !search.all, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.recoveredGoods),
    placeholderData: (previous) => previous,
    enabled: ids.ready,
  })
  const keeps = (row: RecoveredRow) => viewer.keepsSites.some((site) => site.id === row.site.id)
  const actions: Column<RecoveredRow>[] = may(viewer, 'stock.recover') ? [{ key: 'action', title: t('actions'), cell: (row) => keeps(row) && (
    row.state === 'AWAITING_CLEANING'
      ? <Button size="small" loading={clean.isPending && clean.variables.recoveredId === row.id} aria-label={t('cleanOne', { lot: row.lot.lotNo })} onClick={() => { setDone(null); clean.mutate({ recoveredId: row.id }, { onSuccess: () => setDone('cleaned') }) }}>{t('clean')}</Button>
      : row.state === 'AWAITING_INSPECTION' && <Button size="small" aria-label={t('inspectOne', { lot: row.lot.lotNo })} onClick={() => { setDone(null); setInspecting(row) }}>{t('inspect')}</Button>
  ) }] : []
  return (
    <div className="page">
      <PageHeader title={t('recovery')} note={t('recoveryNote')} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to={'/recovery' + stringifySearch({ ...search, all: undefined, after: undefined })} aria-current={search.all ? undefined : 'page'}>{t('open')}</PathLink>
            <PathLink to={'/recovery' + stringifySearch({ ...search, all: true, after: undefined })} aria-current={search.all ? 'page' : undefined}>{term('all')}</PathLink>
          </nav>
          {may(viewer, 'stock.recover') && <PathLink to="/recovery/new" className="button primary">{t('recover')}</PathLink>}
        </>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>}
        </FilterBar>
      </Card>
      <IgnoredParams known={recoverySearch} />
      {done && <p className="done" role="status">{t(done)}</p>}
      {clean.error ? <p className="field-error" role="alert">{say(clean.error)}</p> : null}
      {inspecting && <InspectPanel key={inspecting.id} row={inspecting} onClose={() => setInspecting(null)} onDone={() => { setInspecting(null); setDone('inspected') }} />}
      <Card>
        <DataTable
          caption={t('recovery')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noneOpen')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
            { key: 'site', title: term('site'), cell: (row) => <>{name(row.site)}<span className="sub">{name(row.reserve.owner)}</span></> },
            { key: 'quantity', title: t('cameBack'), number: true, cell: (row) => <strong><Quantity value={row.quantity} of={row.item} /></strong> },
            { key: 'document', title: t('against'), cell: (row) => <><PathLink to={`/documents/${row.document.id}`} className="code">{row.document.number}</PathLink>{row.document.returns && <span className="sub code">{t('wentOutBy', { number: row.document.returns })}</span>}</> },
            { key: 'when', title: t('returnedAt'), order: { rising: 'OLDEST', falling: 'NEWEST' }, nowrap: true, cell: (row) => dateTime(row.returnedAt) },
            { key: 'state', title: term('state'), cell: (row) => <><StateTag state={row.state} />{row.cleanedAt && <span className="sub">{t('cleanedBy', { person: row.cleanedBy ?? '', time: dateTime(row.cleanedAt) })}</span>}{row.inspectedAt && <span className="sub">{t('inspectedBy', { person: row.inspectedBy ?? '', time: dateTime(row.inspectedAt) })}</span>}</> },
            { key: 'outcome', title: t('outcome'), cell: (row) => row.state === 'INSPECTED' && <Outcomes row={row} /> },
            ...actions,
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}

function Outcomes({ row }: { row: RecoveredRow }) {
  const t = useWords(recoveryWords)
  const parts = (['gradeA', 'gradeB', 'gradeC', 'rejected', 'missing'] as const).filter((part) => !isZero(row[part]))
  return (
    <span className="code-lines">
      {parts.map((part) => <span key={part}>{t(part)} {quantity(row[part])}</span>)}
      {row.regrading && <span><PathLink to={`/documents/${row.regrading.id}`}>{row.regrading.number}</PathLink></span>}
      {!isZero(row.rejected) && <span><PathLink to={'/scrap' + stringifySearch({ site: row.site.code, item: row.item.code, lot: row.lot.id, hold: row.holdId })}>{t('scrapRejected')}</PathLink></span>}
      {row.note && <span className="muted">{row.note}</span>}
    </span>
  )
}
