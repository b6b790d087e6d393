import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable, type Column } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSort } from '../../parts/useSort.ts'
import { useAbout } from '../../useSession.ts'
import { expiringDays, useIds } from '../stock/stockQueries.ts'
import { UnitStateTag } from './UnitStateTag.tsx'
import { askCalendar, askUnits, type DueRow, type UnitRow } from './unitQueries.ts'
import { unitsSearch } from './unitSearch.ts'
import { byMonth, dueBy } from './unitState.ts'
import { unitWords } from './unitWords.ts'

const spans = ['expired', '30', '90', '180', '365'] as const

/** Serial goods one by one with their three clocks, and the calendar of their inspections. */
export function UnitsPage() {
  const t = useWords(unitWords)
  const term = useTerm()
  const search = useSearch({ from: '/units' })
  const navigate = useNavigate({ from: '/units' })
  const calendar = search.view === 'calendar'
  const kept = { site: search.site, item: search.item, due: search.due }
  return (
    <div className="page">
      <PageHeader title={t('units')} note={t(calendar ? 'calendarNote' : 'unitsNote')} trail={[{ title: t('ledger'), to: '/stock' }]} actions={
        <nav className="tabs" aria-label={t('units')}>
          <PathLink to={'/units' + stringifySearch(kept)} aria-current={calendar ? undefined : 'page'}>{t('list')}</PathLink>
          <PathLink to={'/units' + stringifySearch({ view: 'calendar', ...kept })} aria-current={calendar ? 'page' : undefined}>{t('calendar')}</PathLink>
        </nav>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: { view: search.view } })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(item) => change({ item: item?.code })} /></Field>
              <Field label={t('due')}>
                <Select className="select" value={draft.due ?? ''} onChange={(due: string) => change({ due: due || undefined })}
                  options={[{ value: '', label: t('anyDue') }, ...spans.map((span) => ({ value: span as string, label: span === 'expired' ? t('overdueOnly') : t('within', { days: span }) }))]} />
              </Field>
              {!calendar && <Field label={t('serialBegins')}><Input value={draft.serial ?? ''} maxLength={40} onChange={(event) => change({ serial: event.target.value || undefined })} /></Field>}
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={unitsSearch} />
      {calendar ? <Calendar /> : <Units />}
    </div>
  )
}

/** The filter of the address, with ids for its codes. */
function useFilter() {
  const search = useSearch({ from: '/units' })
  const { today } = useAbout()
  const ids = useIds(search)
  const days = expiringDays(search.due)
  return { ready: ids.ready, serialNo: search.serial ?? null, days, filter: { siteId: ids.site?.id ?? null, itemId: ids.item?.id ?? null, dueBy: dueBy(days, today), first: pageSize, after: search.after ?? null } }
}

function Units() {
  const t = useWords(unitWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/units' })
  const sort = useSort(search.order ?? 'SERIAL_NO')
  const { ready, filter, serialNo } = useFilter()
  const query = useQuery({ queryKey: ['units', filter, serialNo, search.order], queryFn: ({ signal }) => askUnits({ ...filter, serialNo, orderBy: search.order ?? null }, signal), placeholderData: (previous) => previous, enabled: ready })
  const clock = (key: string, on: (row: UnitRow) => string | null): Column<UnitRow> => ({ key, title: t(key as keyof typeof unitWords), nowrap: true, cell: (row) => <ClockDate on={on(row)} /> })
  return (
    <Card>
      <DataTable
        caption={t('list')}
        query={query}
        rows={query.data?.nodes}
        rowKey={(row) => row.lot.id}
        empty={t('noUnits')}
        sort={sort}
        columns={[
          { key: 'serial', title: term('serialNo'), order: 'SERIAL_NO', rowHeader: true, nowrap: true, cell: (row) => <PathLink to={`/units/${row.lot.id}`} className="code">{row.serialNo}</PathLink> },
          { key: 'item', title: term('item'), order: 'ITEM', cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
          { key: 'where', title: t('where'), cell: (row) => <>{name(row.site)}<span className="sub code">{row.bin ? row.bin.code : row.site.code}</span></> },
          { key: 'state', title: term('state'), order: 'DUE', cell: (row) => <UnitStateTag unit={row} /> },
          clock('labelExpiry', (row) => row.labelExpiresOn),
          clock('storageLife', (row) => row.storageLifeEndsOn),
          clock('certificateDue', (row) => row.certificateDueOn),
          { key: 'grade', title: t('grade'), nowrap: true, cell: (row) => term(row.conditionGrade) },
        ]}
      />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
    </Card>
  )
}

/** The day on which a clock runs out; one that is not known is a dash. */
export function ClockDate({ on }: { on: string | null }) {
  return on ? <ExpiryDate on={on} /> : <span className="muted">–</span>
}

function Calendar() {
  const t = useWords(unitWords)
  const term = useTerm()
  const name = useNames()
  const { ready, filter, days } = useFilter()
  const overdueOnly = days !== undefined && days < 0
  const asked = overdueOnly ? { ...filter, dueBy: null, overdueOnly } : { ...filter, overdueOnly } // what failed today is overdue too
  const query = useQuery({ queryKey: ['inspectionCalendar', asked], queryFn: ({ signal }) => askCalendar(asked, signal), placeholderData: (previous) => previous, enabled: ready })
  const columns: Column<DueRow>[] = [
    { key: 'due', title: t('nextDueOn'), nowrap: true, cell: (row) => <ExpiryDate on={row.dueOn} /> },
    { key: 'serial', title: term('serialNo'), rowHeader: true, nowrap: true, cell: (row) => <PathLink to={`/units/${row.lot.id}`} className="code">{row.lot.serialNo}</PathLink> },
    { key: 'item', title: term('item'), cell: (row) => name(row.item) },
    { key: 'site', title: term('site'), cell: (row) => <>{name(row.site)} <span className="muted code">{row.site.code}</span></> },
    { key: 'kind', title: t('kind'), cell: (row) => term(row.kind) },
    { key: 'last', title: t('lastDone'), nowrap: true, cell: (row) => <>{row.doneOn} <StateTag tone={row.result === 'FAILED' ? 'bad' : 'good'} word={term(row.result)} /></> },
  ]
  return (
    <Loaded query={query} lines={8}>
      {(data) => (
        <>
          {data.nodes.length === 0 && <Card><p className="empty">{t('noDue')}</p></Card>}
          {byMonth(data.nodes).map(({ month, rows }) => {
            const title = month === '' ? t('overdue', { count: rows.length }) : t('month', { year: month.slice(0, 4), month: month.slice(5), count: rows.length })
            return <Card key={month} title={title}><DataTable caption={title} rows={rows} rowKey={(row) => `${row.lot.id} ${row.kind}`} columns={columns} /></Card>
          })}
          <CursorPager pageInfo={data.pageInfo} count={data.nodes.length} of={data} />
        </>
      )}
    </Loaded>
  )
}
