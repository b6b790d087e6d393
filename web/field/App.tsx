import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { Redirect, Route, Router, Switch } from 'wouter'
import { useWords } from '../shared/i18n/words.ts'
import { SignInPage } from './pages/account/SignInPage.tsx'
import { accountWords } from './pages/account/words.ts'
import { HomePage } from './pages/home/HomePage.tsx'
import * as pages from './pages/later.tsx'
import { PageFault } from './parts/PageFault.tsx'
import { mayGoOn, reloadSession, useSession } from './session/useSession.ts'
import { Refresher } from './snapshot/Refresher.tsx'
import { useCommon } from './words.ts'

/** The phone app: signing in first, then its pages. */
export function App() {
  const t = useWords(accountWords)
  const c = useCommon()
  const { data: session, error } = useSession()
  const queries = useQueryClient()
  useEffect(() => {
    const again = () => void reloadSession(queries)
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [queries])
  const inside = session !== undefined && mayGoOn(session)
  useEffect(() => {
    if (inside) pages.fetchPages().catch(() => undefined) // asked for again with the page
  }, [inside])
  if (!session) return <main className="body">{error ? <p role="alert" className="notice notice-warn">{t('startFailed')}</p> : <p role="status">{c('loading')}</p>}</main>
  if (!inside) return <SignInPage />
  return (
    <Router base="/m">
      <Refresher />
      <PageFault>
        <Suspense><pages.CameraPanel /></Suspense>
        <Suspense fallback={<main className="body"><p role="status">{c('loading')}</p></main>}>
          <Pages />
        </Suspense>
      </PageFault>
    </Router>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/"><HomePage /></Route>
      <Route path="/receive/:step"><pages.ReceivePage /></Route>
      <Route path="/issue/:step"><pages.OutgoingPage key="issue" direction="issue" /></Route>
      <Route path="/transfer/:step"><pages.OutgoingPage key="transfer" direction="transfer" /></Route>
      <Route path="/arrivals"><pages.ArrivalsPage /></Route>
      <Route path="/arrivals/transfer/:id/:line?"><pages.TransferPage /></Route>
      <Route path="/arrivals/waybill/:id/:line?"><pages.WaybillPage /></Route>
      <Route path="/count/:id/:place?/:line?"><pages.CountPages /></Route>
      <Route path="/rotation"><pages.RotationPage /></Route>
      <Route path="/rotation/:id"><pages.RotationTaskPage /></Route>
      <Route path="/look-up"><pages.LookUpPage /></Route>
      <Route path="/look-up/:code"><pages.ItemPage /></Route>
      <Route path="/bins/:code/:move?"><pages.BinPage /></Route>
      <Route path="/link/:gtin"><pages.LinkPage /></Route>
      <Route path="/documents"><pages.DocumentsPage /></Route>
      <Route path="/documents/:id"><pages.DocumentPage /></Route>
      <Route path="/done/:seq"><pages.DonePage /></Route>
      <Route path="/tray"><pages.TrayPage /></Route>
      <Route path="/account"><pages.AccountPage /></Route>
      <Route path="/site"><pages.SitePage /></Route>
      <Route path="/sign-in"><SignInPage onSignedIn={() => history.back()} /></Route>
      <Route><Redirect to="/" replace /></Route>
    </Switch>
  )
}
