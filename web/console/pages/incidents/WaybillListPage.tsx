import { Link, useNavigate } from '@tanstack/react-router'
import { Radio } from 'antd'
import { dateTime, timeOfDay } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import './incidents.css'
import { mayConfirm } from './mayConfirm.ts'
import { liveMs, useNow, useWaybillCount, useWaybills } from './reading.ts'
import { waybillListRoute } from './routes.tsx'
import { waybillListSearch } from './search.ts'
import { waybillWords } from './waybillWords.ts'

export function WaybillListPage() {
  const t = useWords(waybillWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const now = useNow()
  const navigate = useNavigate()
  const search = waybillListRoute.useSearch()
  const waybills = useWaybills(!search.all, search.order, search.after ?? null)
  const inAll = useWaybillCount(!search.all, waybills, search.after)
  const sort = useSort(search.order ?? 'NEWEST')
  return (
    <div className="page">
      <PageHeader title={t('list')} note={t('note', { seconds: liveMs / 1000 })} />
      <IgnoredParams known={waybillListSearch} />
      <Radio.Group
        aria-label={t('which')} optionType="button" value={search.all ? 'all' : 'open'}
        onChange={(event) => void navigate({ to: '/waybills', search: { all: event.target.value === 'all' || undefined, order: search.order } })}
        options={[{ value: 'open', label: t('inTransit') }, { value: 'all', label: t('every') }]}
      />
      <div className="card">
        <DataTable
          caption={t('list')}
          query={waybills}
          rows={waybills.data?.nodes}
          rowKey={(row) => row.id}
          empty={t(search.all ? 'noneAll' : 'none')}
          sort={sort}
          columns={[
            { key: 'number', title: t('number'), order: { rising: 'OLDEST', falling: 'NEWEST' }, rowHeader: true, nowrap: true, cell: (row) => <Link to="/waybills/$waybillId" params={{ waybillId: row.id }}>{row.number}</Link> },
            { key: 'to', title: t('to'), cell: (row) => <>{name(row.toSite)}{row.state === 'IN_TRANSIT' && mayConfirm(viewer, row.toSite) && <> <Link className="button-link small" to="/waybills/$waybillId" params={{ waybillId: row.id }}>{t('confirm')}</Link></>}</> },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            {
              key: 'due', title: t('due'), nowrap: true, cell: (row) => {
                const due = row.trip.stops.find((stop) => stop.site.id === row.toSite.id)?.dueAt
                if (row.state === 'SIGNED') return <StateTag tone={row.late ? 'bad' : 'good'} word={t(row.late ? 'late' : 'onTime')} />
                return due ? (Date.parse(due) < now ? <StateTag tone="bad" word={`${timeOfDay(due)} ${t('pastDue')}`} /> : timeOfDay(due)) : '–'
              },
            },
            { key: 'expected', title: t('expected'), nowrap: true, cell: (row) => expectedAt(row.trip.stops, row.toSite.id) },
            { key: 'trip', title: t('trip'), nowrap: true, cell: (row) => `${row.trip.number} ${row.trip.vehicle.plate}` },
            { key: 'lines', title: t('lineCount'), number: true, cell: (row) => row.lines.length },
            { key: 'incident', title: t('incident'), cell: (row) => <>{row.trip.incident.drill && <span className="drill-tag">{t('drill')}</span>} <Link to="/incidents/$incidentId" params={{ incidentId: row.trip.incident.id }}>{row.trip.incident.name}</Link></> },
            { key: 'signed', title: t('signed'), nowrap: true, cell: (row) => (row.signedAt ? `${row.signedName} ${dateTime(row.signedAt)}` : '–') },
          ]}
        />
        <CursorPager pageInfo={waybills.data?.pageInfo} count={waybills.data?.nodes.length ?? 0} of={inAll} />
      </div>
    </div>
  )
}

/** When the vehicle should be at a site, by the plan. */
export function expectedAt(stops: readonly { arriveAt: string; site: { id: string } }[], siteId: string): string {
  const stop = stops.filter((one) => one.site.id === siteId).pop()
  return stop ? timeOfDay(stop.arriveAt) : '–'
}
