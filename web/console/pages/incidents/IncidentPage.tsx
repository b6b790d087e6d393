import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { dateTime, hoursAndMinutes } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { SiteMap } from '../../map/SiteMap.tsx'
import { ErrorBoundary } from '../../parts/ErrorCard.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { LevelTag } from '../../parts/LevelTag.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { isTown, useOrganisations, useSites } from '../../parts/sites.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useViewer } from '../../useSession.ts'
import { AddNeed } from './AddNeed.tsx'
import { AllocationsView } from './AllocationsView.tsx'
import { CloseIncident } from './CloseIncident.tsx'
import { useClosuresOnMap } from './closures.ts'
import { closureWords } from './closureWords.ts'
import type { Incident } from './documents.ts'
import { incidentMap } from './incidentMap.ts'
import './incidents.css'
import { IncidentWaybillsView } from './IncidentWaybillsView.tsx'
import { incidentWords } from './incidentWords.ts'
import { listWords } from './listWords.ts'
import { NeedsView } from './NeedsView.tsx'
import { ProgressTable } from './ProgressTable.tsx'
import { useIncident, useNow } from './reading.ts'
import { ReliefClocks } from './ReliefClocks.tsx'
import { clockOf } from './reliefClock.ts'
import { rowsMet } from './progress.ts'
import { incidentRoute } from './routes.tsx'
import { incidentSearch, incidentViews, type IncidentView } from './search.ts'
import { TimelineView } from './TimelineView.tsx'
import { TripsView } from './TripsView.tsx'
import { usePlacing } from './usePlacing.ts'
import { useSaid } from './VehiclePlace.tsx'
import { usePropose } from './usePropose.ts'

export function IncidentPage() {
  const t = useWords(incidentWords)
  const { incidentId } = incidentRoute.useParams()
  const incident = useIncident(incidentId)
  return (
    <div className="page">
      <Loaded query={incident} lines={12}>
        {(found) => (found ? <IncidentDetail incident={found} /> : <div className="card empty">{t('missing')}</div>)}
      </Loaded>
    </div>
  )
}

function IncidentDetail({ incident }: { incident: Incident }) {
  const t = useWords(incidentWords)
  const c = useWords(listWords)
  const barred = useWords(closureWords)('barred')
  const closures = useClosuresOnMap()
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const now = useNow()
  const search = incidentRoute.useSearch()
  const navigate = useNavigate()
  const sites = useSites().data
  const organisations = useOrganisations().data
  const [selected, setSelected] = useState<string | null>(null)
  const placing = usePlacing()
  const said = useSaid()
  const [dialog, setDialog] = useState<'need' | 'close' | null>(null)
  const { propose, pending, error } = usePropose(incident.id)

  const closed = incident.state !== 'OPEN'
  const view: IncidentView = search.view ?? 'progress'
  const place = incident.places.some((one) => one.site.id === search.place) ? search.place! : null
  const met = rowsMet(incident.progress)
  const peopleAt = useMemo(() => new Set(incident.places.filter((one) => one.people > 0).map((one) => one.site.id)), [incident.places])
  const proposed = incident.allocations.find((allocation) => allocation.state === 'PROPOSED')
  const mayPropose = !closed && may(viewer, 'allocation.write')
  const waybills = incident.trips.reduce((sum, trip) => sum + trip.waybills.length, 0)

  const go = (next: { view?: IncidentView | undefined; place?: string | undefined }) =>
    void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id }, search: { ...search, ...next }, replace: true, resetScroll: false })
  const choosePlace = (siteId: string | null) => {
    go({ place: siteId ?? undefined })
    setSelected(siteId)
  }
  // Choosing on the map chooses in the list: a place filters it, a trip is shown.
  const chooseOnMap = (id: string | null) => {
    setSelected(id)
    if (id === null) go({ place: undefined })
    else if (incident.places.some((one) => one.site.id === id)) go({ place: id })
    else if (incident.trips.some((trip) => trip.id === id)) go({ view: 'trips' })
  }
  const content = useMemo(
    () => incidentMap(incident.places, incident.trips, closures, sites ?? [], (organisations ?? []).filter(isTown), now, closed, {
      name,
      barred,
      said,
      town: name(incident.town),
      note: (one) => {
        const clock = clockOf(one, now, closed)
        return c(clock.state, { time: hoursAndMinutes(Math.abs(clock.leftMs)) })
      },
    }),
    [incident.places, incident.trips, incident.town, closures, barred, sites, organisations, now, closed, name, c, said],
  )
  const counts: Partial<Record<IncidentView, number>> = { needs: incident.progress.length, allocations: incident.allocations.length, trips: incident.trips.filter((trip) => trip.state !== 'CANCELLED').length, waybills }

  return (
    <>
      <PageHeader
        title={incident.name}
        trail={[{ title: t('list'), to: '/incidents' }]}
        tags={<>{incident.drill && <span className="drill-tag">{t('drill')}</span>}<LevelTag level={incident.level} /><StateTag state={incident.state} /><span className="code muted">{incident.number}</span></>}
        note={t('facts', { town: name(incident.town), people: incident.peopleAffected.toLocaleString('en-US'), days: incident.coverDays, time: dateTime(incident.startedAt) })}
        actions={
          <>
            {mayPropose && (proposed
              ? <Link className="button-link primary" to="/incidents/$incidentId/allocations/$allocationId" params={{ incidentId: incident.id, allocationId: proposed.id }}>{t('review')}</Link>
              : met.allotted < met.all && <Button type="primary" onClick={propose} loading={pending}>{t('propose')}</Button>)}
            {!closed && may(viewer, 'need.add') && <Button onClick={() => setDialog('need')}>{t('addNeed')}</Button>}
            {!closed && may(viewer, 'incident.write') && <Button danger onClick={() => setDialog('close')}>{t('close')}</Button>}
          </>
        }
      />
      {error !== null && <div className="error-card" role="alert"><p>{say(error)}</p></div>}
      <IgnoredParams known={incidentSearch} />
      {incident.drill && <p className="drill-banner">{t('drillBanner')}</p>}
      {closed && <p className="notice" role="status">{t('closedNote')}</p>}
      <section aria-label={t('clocks')} className="clock-strip">
        <h2 className="strip-title">{t('clocks')}</h2>
        <ReliefClocks places={incident.places} now={now} closed={closed} selected={place} onSelect={choosePlace} />
      </section>
      <div className="incident-grid">
        <div className="card incident-main">
          <nav className="views" aria-label={t('views')}>
            {incidentViews.map((one) => (
              <button key={one} type="button" className="view" aria-current={one === view ? 'page' : undefined} onClick={() => go({ view: one === 'progress' ? undefined : one })}>
                {t(one, { count: counts[one] ?? 0 })}
              </button>
            ))}
          </nav>
          {place !== null && (
            <p className="only-place" role="status">
              {t('onlyPlace', { name: name(incident.places.find((one) => one.site.id === place)?.site) })}{' '}
              <Button size="small" onClick={() => choosePlace(null)}>{t('allPlaces')}</Button>
            </p>
          )}
          <ErrorBoundary>
            {view === 'progress' && <ProgressTable rows={incident.progress} place={place} peopleAt={peopleAt} />}
            {view === 'needs' && <NeedsView incidentId={incident.id} place={place} />}
            {view === 'allocations' && <AllocationsView incident={incident} mayPropose={mayPropose} />}
            {view === 'trips' && <TripsView trips={incident.trips} place={place} selected={selected} onSelect={setSelected} unserved={incident.allocations.flatMap((allocation) => (allocation.unserved.length > 0 ? [allocation] : []))} passes={incident.greenLaneVehicles} incidentId={incident.id} closed={closed} position={placing} />}
            {view === 'waybills' && <IncidentWaybillsView incident={incident} place={place} />}
            {view === 'timeline' && <TimelineView incident={incident} now={now} />}
          </ErrorBoundary>
        </div>
        <div className="incident-map">
          <SiteMap content={content} selected={selected ?? place} onSelect={chooseOnMap} title={t('map')} height="min(56vh, 520px)" hidden={['PUBLIC_CABINET', 'ENTERPRISE_STORE']} sketch={placing.sketch} onPick={placing.mark} />
        </div>
      </div>
      {dialog === 'need' && <AddNeed incident={incident} onClose={() => setDialog(null)} />}
      {dialog === 'close' && <CloseIncident incident={incident} onClose={() => setDialog(null)} />}
    </>
  )
}
