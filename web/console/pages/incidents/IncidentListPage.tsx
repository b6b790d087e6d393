import { Link, useNavigate } from '@tanstack/react-router'
import { Radio } from 'antd'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { OrderChoice } from '../../parts/OrderChoice.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { IncidentCard } from './IncidentCard.tsx'
import './incidents.css'
import { listWords } from './listWords.ts'
import { liveMs, useIncidentCount, useIncidents, useNow } from './reading.ts'
import { incidentListRoute } from './routes.tsx'
import { incidentListSearch } from './search.ts'

export function IncidentListPage() {
  const t = useWords(listWords)
  const viewer = useViewer()
  const search = incidentListRoute.useSearch()
  const navigate = useNavigate()
  const now = useNow()
  const incidents = useIncidents(!search.all, search.order, search.after ?? null)
  const inAll = useIncidentCount(!search.all, incidents, search.after)
  const sort = useSort(search.order ?? 'NEWEST')
  return (
    <div className="page">
      <PageHeader
        title={t('title')}
        note={t('note', { seconds: liveMs / 1000 })}
        actions={may(viewer, 'incident.write') && <Link className="button-link primary" to="/incidents/new">{t('open')}</Link>}
      />
      <IgnoredParams known={incidentListSearch} />
      <div className="actions">
        <Radio.Group
          aria-label={t('which')}
          optionType="button"
          value={search.all ? 'all' : 'open'}
          onChange={(event) => void navigate({ to: '/incidents', search: { all: event.target.value === 'all' || undefined, order: search.order } })}
          options={[{ value: 'open', label: t('openOnly') }, { value: 'all', label: t('every') }]}
        />
        <OrderChoice sort={sort} options={[{ value: 'NEWEST', label: t('newest') }, { value: 'LEVEL', label: t('gravest') }, { value: 'RELIEF_DUE', label: t('mostUrgent') }]} />
      </div>
      <Loaded query={incidents}>
        {(page) => (
          <>
            {page.nodes.length === 0 && <div className="card empty">{t(search.all ? 'noneAll' : 'none')}</div>}
            <ul className="incident-cards">
              {page.nodes.map((incident) => <IncidentCard key={incident.id} incident={incident} now={now} />)}
            </ul>
            <CursorPager pageInfo={page.pageInfo} count={page.nodes.length} of={inAll} />
          </>
        )}
      </Loaded>
    </div>
  )
}
