import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { hoursAndMinutes, timeOfDayWithSeconds } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import type { Box } from '../../map/roadMap.ts'
import { byRoad, RouteKeys } from '../../map/RouteKeys.tsx'
import { SiteMap } from '../../map/SiteMap.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { isTown, useOrganisations, useSites } from '../../parts/sites.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { BarredTrips } from './BarredTrips.tsx'
import { boardFigures } from './boardFigures.ts'
import { BoardLists } from './BoardLists.tsx'
import { boardMap } from './boardMap.ts'
import { boardWords } from './boardWords.ts'
import './board.css'
import { CloseRoad } from './CloseRoad.tsx'
import { ClosureList } from './ClosureList.tsx'
import { useClosuresOnMap } from './closures.ts'
import { closureWords } from './closureWords.ts'
import './incidents.css'
import { listWords } from './listWords.ts'
import { liveMs, useBreachesOpen, useIncidents, useNow, useRoadClosures, useTrips } from './reading.ts'
import { clockOf } from './reliefClock.ts'
import { boardRoute } from './routes.tsx'
import { boardSearch } from './search.ts'
import { useClosing } from './useClosing.ts'
import { screenTextPx, useScreen } from './useScreen.ts'

export function BoardPage() {
  const t = useWords(boardWords)
  const c = useWords(listWords)
  const name = useNames()
  const about = useAbout()
  const now = useNow()
  const navigate = useNavigate()
  const search = boardRoute.useSearch()
  const screen = search.screen === true
  useScreen(screen)
  const sites = useSites().data
  const organisations = useOrganisations().data
  const incidents = useIncidents(true)
  const trips = useTrips(true)
  const breaches = useBreachesOpen()
  const [selected, setSelected] = useState<string | null>(null)
  const viewer = useViewer()
  const barred = useWords(closureWords)('barred')
  const closures = useRoadClosures()
  const closuresOnMap = useClosuresOnMap()
  const closing = useClosing()
  const seen = useRef<Box | null>(null)

  const open = incidents.data?.nodes ?? []
  const chosen = open.some((incident) => incident.id === search.incident) ? search.incident! : null
  const shownIncidents = useMemo(() => open.filter((incident) => chosen === null || incident.id === chosen), [open, chosen])
  const shownTrips = useMemo(() => (trips.data?.nodes ?? []).filter((trip) => chosen === null || trip.incident.id === chosen), [trips.data, chosen])
  const figures = boardFigures(shownIncidents, shownTrips, breaches.data ?? null, now)
  const content = useMemo(
    () => boardMap(sites ?? [], (organisations ?? []).filter(isTown), shownIncidents, shownTrips, closuresOnMap, now, name, barred, (place) => {
      const clock = clockOf(place, now)
      return c(clock.state, { time: hoursAndMinutes(Math.abs(clock.leftMs)) })
    }),
    [sites, organisations, shownIncidents, shownTrips, closuresOnMap, barred, now, name, c],
  )
  const failed = [incidents, trips, closures].some((query) => query.error !== null)
  const readAt = Math.min(...[incidents, trips].map((query) => query.dataUpdatedAt).filter((at) => at > 0), Number.MAX_SAFE_INTEGER)
  const choose = (id: string | null) => void navigate({ to: '/board', search: { ...search, incident: id ?? undefined }, replace: true, resetScroll: false })
  const chooseOnMap = (id: string | null) => {
    const incident = open.find((one) => one.places.some((place) => place.site.id === id))
    setSelected(id)
    if (incident && chosen === null && open.length > 1) choose(incident.id)
  }

  const tiles = [
    ['figIncidents', figures.incidents, '/incidents', false], ['figWaiting', figures.waiting, '/incidents', false], ['figLate', figures.late, '/incidents', figures.late > 0],
    ['figPlanned', figures.planned, '/trips', false], ['figOnWay', figures.onWay, '/trips', false], ['figBreaches', figures.breaches, '/breaches', (figures.breaches ?? 0) > 0],
  ] as const
  const bar = readAt !== Number.MAX_SAFE_INTEGER && (failed
    ? <p className="board-stopped" role="alert">{t('stopped', { time: timeOfDayWithSeconds(new Date(readAt)) })}</p>
    : <p className="board-age">{t('updated', { time: timeOfDayWithSeconds(new Date(readAt)) })}{screen && about.demo && <> · {t('demo')}</>}</p>)
  // While a road is being closed, nothing but its form stands beside the map.
  const lists = closing.form && !screen
    ? <div className="board-lists"><CloseRoad form={closing.form} onChange={closing.change} incidents={open} now={now} named={closing.named} seen={() => seen.current} onClose={closing.leave} onTold={closing.told} /></div>
    : (
      <BoardLists incidents={shownIncidents} trips={shownTrips.filter((trip) => trip.state === 'DISPATCHED')} now={now} most={screen ? 5 : 12} chosen={chosen} selected={selected} onIncident={choose} onTrip={setSelected}>
        <BarredTrips trips={shownTrips} selected={selected} onSelect={setSelected} mayWrite={!screen && may(viewer, 'trip.write')} />
        <ClosureList closures={closures.data ?? []} selected={selected} onSelect={setSelected} now={now} mayWrite={!screen && may(viewer, 'road.close')} onClose={() => closing.begin(chosen)} />
      </BoardLists>
    )
  const strip = (
    <ul className="board-figures" aria-label={t('figures')}>
      {tiles.map(([word, value, to, bad]) => (
        <li key={word}>
          <PathLink to={to} className={bad ? 'board-figure board-figure-bad' : 'board-figure'}><strong>{value ?? '–'}{bad && <span aria-hidden="true"> ■</span>}</strong><span>{t(word)}</span></PathLink>
        </li>
      ))}
    </ul>
  )

  if (screen)
    return (
      <div className="board-screen">
        <header className="board-head">
          <h1>{about.districtZh && name({ nameZh: about.districtZh, nameEn: about.districtEn })} {t('title')}</h1>
          {bar}
          <Link to="/board" search={chosen ? { incident: chosen } : {}} className="board-open">{t('leave')}</Link>
        </header>
        <div className="board-body">
          <div className="board-map">
            <SiteMap bare dark content={content} selected={selected} onSelect={chooseOnMap} title={t('map')} height="100%" textPx={screenTextPx(window.innerWidth)} hidden={['PUBLIC_CABINET', 'SHELTER']} />
            <div className="board-keys" role="group" aria-label={t('legend')}><RouteKeys content={content} dark /><span className="muted">{t('ground')}{byRoad(content) && <> · {t('osm')}</>}</span></div>
          </div>
          {lists}
        </div>
        {strip}
      </div>
    )
  return (
    <div className="page board">
      <PageHeader
        title={t('title')}
        note={t('note', { seconds: liveMs / 1000 })}
        actions={<><Button onClick={() => window.print()}>{t('print')}</Button><Link className="button-link" to="/board" search={{ ...search, screen: true }}>{t('screen')}</Link></>}
      />
      <IgnoredParams known={boardSearch} />
      {bar}
      <div className={closing.form ? 'board-grid board-marking' : 'board-grid'}>
        {lists}
        <SiteMap content={content} selected={selected} onSelect={chooseOnMap} title={t('map')} height="max(320px, calc(100vh - 470px))" sketch={closing.sketch} onPick={closing.mark} onView={(box) => (seen.current = box)} hidden={['PUBLIC_CABINET', 'SHELTER']} />
      </div>
      {strip}
    </div>
  )
}
