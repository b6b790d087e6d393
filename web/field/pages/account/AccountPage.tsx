import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { language, setLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signOut } from '../../../shared/session.ts'
import { countsOf, queue, sendAs, useQueue } from '../../operations/queue.ts'
import { Screen } from '../../parts/Screen.tsx'
import { reloadSession, useViewer } from '../../session/useSession.ts'
import { forget } from '../../snapshot/database.ts'
import { accountWords } from './words.ts'

/** Who is signed in, the language, and signing out, which says what would be left behind. */
export function AccountPage() {
  const t = useWords(accountWords)
  const term = useTerm()
  const name = useNames()
  const word = useWordError()
  const [, go] = useLocation()
  const queries = useQueryClient()
  const viewer = useViewer()
  const { pending, rejected, others } = countsOf(useQueue().operations, viewer.account)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const leave = async () => {
    try {
      await signOut()
      sendAs(null)
      await queue().clear() // only where nothing is unsettled
      await forget()
      go('/', { replace: true })
      queries.clear()
      await reloadSession(queries)
      location.reload() // nothing of this person stays in the memory of the page
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Screen title={t('title')} under={viewer.name} back={() => go('/')}
      foot={
        asking ? (
          <>
            <button type="button" className="second-button" onClick={() => void leave()}>{t('signOutKeep')}</button>
            <button type="button" className="main-button" onClick={() => setAsking(false)}>{t('stay')}</button>
          </>
        ) : (
          <>
            <button type="button" className="second-button" lang={language() === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language() === 'zh' ? 'en' : 'zh')}>{t('language')}</button>
            <button type="button" className="main-button" onClick={() => (pending + rejected > 0 ? setAsking(true) : void leave())}>{t('signOut')}</button>
          </>
        )
      }>
      <h2>{t('posts')}</h2>
      <ul className="plain">
        {viewer.posts.map((post, index) => <li key={index}>{term(post.role)} · {name(post.site ?? post.organisation)}</li>)}
      </ul>
      {asking && (
        <div role="alert" className="notice notice-warn">
          <p>{t('unsent', { count: pending + rejected, name: viewer.name })}</p>
          <Link href="/tray" className="small-button">{t('tray')}</Link>
        </div>
      )}
      {others > 0 && <p className="small">{t('unsentNotYours', { count: others })}</p>}
      {error !== null && <p role="alert" className="notice notice-error">{word(error)}</p>}
    </Screen>
  )
}
