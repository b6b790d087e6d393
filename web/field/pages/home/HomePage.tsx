import { Suspense, useState, type ComponentProps } from 'react'
import { Link, useLocation } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { ItemSearch } from '../../parts/ItemSearch.tsx'
import { SyncBar } from '../../parts/SyncBar.tsx'
import { Issue, Person, Receive, Rotation, Search, Sign, Transfer } from '../../parts/icons.tsx'
import { usePlace } from '../../session/place.ts'
import { useSession, useViewer } from '../../session/useSession.ts'
import { useItems } from '../../snapshot/catalogue.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { CameraButton, fetchPages } from '../later.tsx'
import { SumOverSites } from './SumOverSites.tsx'
import { Tasks } from './Tasks.tsx'
import { UpdateNotice } from './UpdateNotice.tsx'
import { homeWords } from './words.ts'

/** The home of the phone app: how things stand, what waits, one field that finds anything, and the actions at the thumb. */
export function HomePage() {
  const t = useWords(homeWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const viewer = useViewer()
  const about = useSession().data?.about
  const place = usePlace()
  const figures = useFigures(place?.id ?? null)
  const tasks = useTasks()
  const items = useItems()
  const [looking, setLooking] = useState<{ number: string; missed: boolean } | null>(null)
  const find: ComponentProps<typeof ItemSearch>['onOther'] = async (scanned) => {
    const number = scanned.kind === 'UNKNOWN' ? scanned.text : 'code' in scanned ? scanned.code : scanned.number
    setLooking({ number, missed: false })
    const address = await fetchPages().then(({ findPlace }) => findPlace(scanned, tasks, place, items ?? [])).catch(() => null)
    if (address) go(address)
    else setLooking({ number, missed: true })
  }
  const tiles = [
    { to: '/receive/item', label: c('receive'), icon: <Receive />, shown: place !== null && may(viewer, 'stock.receive') },
    { to: '/issue/item', label: c('issue'), icon: <Issue />, shown: place !== null && may(viewer, 'stock.issue') },
    { to: '/transfer/item', label: c('transfer'), icon: <Transfer />, shown: place !== null && may(viewer, 'stock.transfer') },
    { to: '/arrivals', label: c('sign'), icon: <Sign />, shown: may(viewer, 'stock.receive') || may(viewer, 'arrival.confirm') },
    { to: '/rotation', label: c('rotation'), icon: <Rotation />, shown: may(viewer, 'rotation.complete') },
    { to: '/look-up', label: c('lookUp'), icon: <Search />, shown: may(viewer, 'stock.read') },
  ].filter((tile) => tile.shown)
  return (
    <div className="screen">
      <header>
        <div className="bar">
          <Link href="/site" className="bar-place">
            <strong>{place ? name(place) : t('noSite')}</strong>
            <small>{viewer.name}</small>
            <span className="visually-hidden">{t('changeSite')}</span>
          </Link>
          <Suspense><CameraButton /></Suspense>
          <Link href="/account" className="bar-button" aria-label={t('account')}>
            <Person />
          </Link>
        </div>
        {about?.demo && <p className="demo">{c('demo')}</p>}
      </header>
      <main className="body">
        <h1 className="visually-hidden">{t('title')}</h1>
        <SyncBar readAt={(place ? figures?.at : tasks?.at) ?? null} />
        <UpdateNotice />
        <ItemSearch beside={(item) => <SumOverSites item={item} />} onPick={(item, label) => go(`/look-up/${item.code}${label?.lotNo ? `?lot=${encodeURIComponent(label.lotNo)}` : ''}`)} onOther={find}>
          {looking && (
            <p className={looking.missed ? 'notice notice-warn' : 'notice'} role="status">{t(looking.missed ? 'noDocument' : 'searching', { number: looking.number })}</p>
          )}
          <Tasks tasks={tasks} />
        </ItemSearch>
      </main>
      <nav className="foot tiles" aria-label={t('actions')}>
        {tiles.map((tile) => (
          <Link key={tile.to} href={tile.to} className="tile">
            {tile.icon}
            <span>{tile.label}</span>
          </Link>
        ))}
      </nav>
    </div>
  )
}
