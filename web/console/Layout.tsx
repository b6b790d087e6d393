import { Navigate, Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { may } from '../shared/session.ts'
import { useTerm } from '../shared/i18n/useTerm.ts'
import { useWords } from '../shared/i18n/words.ts'
import { ErrorCard } from './parts/ErrorCard.tsx'
import { PageSkeleton } from './parts/Skeleton.tsx'
import { Header } from './shell/Header.tsx'
import { NoPermission } from './shell/NoPermission.tsx'
import { SessionEnded } from './shell/SessionEnded.tsx'
import { SideMenu } from './shell/SideMenu.tsx'
import { Warnings } from './shell/Warnings.tsx'
import { shellWords } from './shell/words.ts'
import { useSession } from './useSession.ts'

/** The frame of every page: who is not signed in signs in first and returns; the rest see the menu their posts give. */
export function Layout() {
  const t = useWords(shellWords)
  const term = useTerm()
  const session = useSession()
  const location = useLocation()
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.anyOf })
  // By what is shown, not by the address: on the way to /login the page that was asked for is still there, and must not ask for its data.
  const atSignIn = useMatches({ select: (matches) => matches.at(-1)?.routeId === '/login' })
  if (atSignIn) return <Outlet />
  if (!session.data) {
    return session.error ? (
      <main className="page"><div className="card"><ErrorCard error={session.error} onRetry={session.refetch} /></div></main>
    ) : (
      <PageSkeleton />
    )
  }
  const { viewer, about } = session.data
  if (!viewer) return location.pathname === '/login' ? <PageSkeleton /> : <Navigate to="/login" search={location.href === '/' ? {} : { to: location.href }} replace />
  const allowed = !needs || needs.some((permission) => may(viewer, permission))
  return (
    <div className="shell">
      <a className="skip" href="#content">{t('skip')}</a>
      <Header viewer={viewer} about={about} />
      {about.demo && <p className="demo-banner">{term('demo')}</p>}
      <div className="shell-body">
        <div className="side"><SideMenu viewer={viewer} /></div>
        <main id="content" tabIndex={-1}><Warnings />{allowed ? <Outlet /> : <NoPermission anyOf={needs} />}</main>
      </div>
      <SessionEnded account={viewer.account} />
    </div>
  )
}
