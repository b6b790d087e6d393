import { useNavigate } from '@tanstack/react-router'
import { Radio } from 'antd'
import { useMemo, useState } from 'react'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import type { MapContent } from '../../map/content.ts'
import { SiteMap } from '../../map/SiteMap.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { OrderChoice } from '../../parts/OrderChoice.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { isTown, useOrganisations } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { useClosuresOnMap } from './closures.ts'
import { closureWords } from './closureWords.ts'
import { routeOnMap, siteOnMap, townsOnMap } from './incidentMap.ts'
import './incidents.css'
import { liveMs, useTripCount, useTrips } from './reading.ts'
import { tripListRoute } from './routes.tsx'
import { tripListSearch } from './search.ts'
import { TripCard } from './TripCard.tsx'
import { byState } from './tripFigures.ts'
import { usePlacing } from './usePlacing.ts'
import { useSaid } from './VehiclePlace.tsx'
import { tripWords } from './tripWords.ts'

/** Trips of every incident that the viewer may see, with their map. */
export function TripListPage() {
  const t = useWords(tripWords)
  const barred = useWords(closureWords)('barred')
  const closures = useClosuresOnMap()
  const name = useNames()
  const viewer = useViewer()
  const navigate = useNavigate()
  const search = tripListRoute.useSearch()
  const order = search.order ?? 'STATE' // within a page of the newest: what is to be done comes first
  const trips = useTrips(!search.all, order === 'STATE' ? null : order, search.after ?? null)
  const inAll = useTripCount(!search.all, trips, search.after)
  const sort = useSort(order)
  const organisations = useOrganisations().data
  const [selected, setSelected] = useState<string | null>(null)
  const placing = usePlacing()
  const said = useSaid()
  const content = useMemo<MapContent>(() => {
    const rows = (trips.data?.nodes ?? []).filter((trip) => trip.state !== 'CANCELLED')
    const sites = new Map(rows.flatMap((trip) => [trip.vehicle.homeSite, ...trip.stops.map((stop) => stop.site)]).map((site) => [site.id, siteOnMap(site, name)]))
    return { towns: townsOnMap((organisations ?? []).filter(isTown), name), sites: [...sites.values()], flows: [], routes: rows.map((trip) => routeOnMap(trip, name, barred, said(trip))), closures }
  }, [trips.data, organisations, closures, barred, name, said])
  return (
    <div className="page">
      <PageHeader title={t('title')} note={t('note', { seconds: liveMs / 1000 })} />
      <IgnoredParams known={tripListSearch} />
      <div className="actions">
        <Radio.Group
          aria-label={t('which')} optionType="button" value={search.all ? 'all' : 'open'}
          onChange={(event) => void navigate({ to: '/trips', search: { all: event.target.value === 'all' || undefined, order: search.order } })}
          options={[{ value: 'open', label: t('openOnly') }, { value: 'all', label: t('every') }]}
        />
        <OrderChoice sort={sort} options={[{ value: 'STATE', label: t('byState') }, { value: 'NEWEST', label: t('newest') }, { value: 'DEPARTURE', label: t('byDeparture') }]} />
      </div>
      <Loaded query={trips}>
        {(page) => (
          <div className="incident-grid">
            <div className="inc-stack">
              {page.nodes.length === 0 && <div className="card empty">{t('none')}</div>}
              <ul className="trips" aria-label={t('list')}>
                {(order === 'STATE' ? byState(page.nodes) : page.nodes).map((trip) => <TripCard key={trip.id} trip={trip} incident={trip.incident} selected={selected === trip.id} onSelect={setSelected} mayWrite={may(viewer, 'trip.write')} place={placing} />)}
              </ul>
              <CursorPager pageInfo={page.pageInfo} count={page.nodes.length} of={inAll} />
            </div>
            <div className="incident-map"><SiteMap content={content} selected={selected} onSelect={setSelected} title={t('map')} height="min(60vh, 560px)" sketch={placing.sketch} onPick={placing.mark} /></div>
          </div>
        )}
      </Loaded>
    </div>
  )
}
