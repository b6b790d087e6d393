import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Redirect, Route, Router, Switch } from 'wouter'
import { useWords } from '../shared/i18n/words.ts'
import { AccountPage } from './pages/account/AccountPage.tsx'
import { SignInPage } from './pages/account/SignInPage.tsx'
import { SitePage } from './pages/account/SitePage.tsx'
import { accountWords } from './pages/account/words.ts'
import { DonePage } from './pages/done/DonePage.tsx'
import { HomePage } from './pages/home/HomePage.tsx'
import { ItemPage } from './pages/lookup/ItemPage.tsx'
import { LookUpPage } from './pages/lookup/LookUpPage.tsx'
import { OutgoingPage } from './pages/outgoing/OutgoingPage.tsx'
import { ReceivePage } from './pages/receive/ReceivePage.tsx'
import { TrayPage } from './pages/tray/TrayPage.tsx'
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
  if (!session) return <main className="body">{error ? <p role="alert" className="notice notice-warn">{t('startFailed')}</p> : <p role="status">{c('loading')}</p>}</main>
  if (!mayGoOn(session)) return <SignInPage />
  return (
    <Router base="/m">
      <Refresher />
      <Pages />
    </Router>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/receive/:step"><ReceivePage /></Route>
      <Route path="/issue/:step"><OutgoingPage key="issue" direction="issue" /></Route>
      <Route path="/transfer/:step"><OutgoingPage key="transfer" direction="transfer" /></Route>
      <Route path="/done/:seq"><DonePage /></Route>
      <Route path="/look-up" component={LookUpPage} />
      <Route path="/look-up/:code"><ItemPage /></Route>
      <Route path="/tray" component={TrayPage} />
      <Route path="/account" component={AccountPage} />
      <Route path="/site" component={SitePage} />
      <Route path="/sign-in"><SignInPage onSignedIn={() => history.back()} /></Route>
      <Route><Redirect to="/" replace /></Route>
    </Switch>
  )
}
