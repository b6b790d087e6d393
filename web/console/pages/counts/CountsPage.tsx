import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { dateTime } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useSites } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { CountsQuery } from './countQueries.ts'
import { Differences, ProgressCell } from './ProgressCell.tsx'
import { countsSearch, countStates, type CountsSearch } from './search.ts'
import { usePlanText } from './usePlanText.ts'
import { countWords } from './words.ts'

/** P14. Stocktakes: where, what, how far, and what they have found. */
export function CountsPage() {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const planText = usePlanText()
  const viewer = useViewer()
  const search = useSearch({ from: '/counts' })
  const navigate = useNavigate({ from: '/counts' })
  const sites = useSites().data
  const siteId = sites?.find((site) => site.code === search.site)?.id
  const sort = useSort(search.order ?? 'NEWEST')
  const query = useQuery({
    queryKey: ['stockCounts', search, siteId],
    queryFn: ({ signal }) => ask(CountsQuery, { siteId: siteId ?? null, state: search.state ?? null, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.stockCounts),
    placeholderData: (previous) => previous,
    enabled: !search.site || sites !== undefined,
    refetchInterval: 30_000,
  })
  return (
    <div className="page">
      <PageHeader title={t('counts')} note={t('countsNote')} actions={may(viewer, 'count.write') && <Link to="/counts/new" search={search.site ? { site: search.site } : {}} className="button primary">{t('newCount')}</Link>} />
      <Card>
        <FilterBar<CountsSearch> value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>
              <Field label={term('state')}>
                <Select className="select" allowClear placeholder={term('all')} value={draft.state} onChange={(state: CountsSearch['state']) => change({ state })} options={countStates.map((state) => ({ value: state, label: term(state) }))} />
              </Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={countsSearch} />
      <Card>
        <DataTable
          caption={t('counts')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={search.site || search.state ? t('none') : t('noneYet')}
          sort={sort}
          columns={[
            { key: 'number', title: term('documentNumber'), rowHeader: true, nowrap: true, cell: (row) => <Link to="/counts/$id" params={{ id: row.id }} className="code">{row.number}</Link> },
            { key: 'site', title: term('site'), cell: (row) => name(row.site) },
            { key: 'plan', title: t('plan'), cell: (row) => <>{planText(row.plan)}<span className="sub">{[t(row.blind ? 'blind' : 'openList'), row.counters === 2 && t('twoCounters')].filter(Boolean).join(' · ')}</span></> },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            { key: 'progress', title: t('progress'), cell: (row) => <ProgressCell progress={row.progress} /> },
            { key: 'differences', title: t('differences'), cell: (row) => <Differences progress={row.progress} /> },
            { key: 'opened', title: t('opened'), order: { rising: 'OLDEST', falling: 'NEWEST' }, nowrap: true, cell: (row) => <>{dateTime(row.openedAt)}<span className="sub">{row.openedBy ?? t('system')}</span></> },
            { key: 'closed', title: t('closed'), nowrap: true, cell: (row) => (row.closedAt ? <>{dateTime(row.closedAt)}<span className="sub">{row.closedBy ?? t('system')}</span></> : '–') },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}
