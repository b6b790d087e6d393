import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { language, setLanguage } from '../../../shared/i18n/language.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { signIn } from '../../../shared/session.ts'
import { isOpen } from '../../../shared/outbox/operation.ts'
import { queue, useQueue } from '../../operations/queue.ts'
import { reloadSession, useSession } from '../../session/useSession.ts'
import { useCommon } from '../../words.ts'
import { accountWords } from './words.ts'

/** Signing in; the page that was asked for is shown after, since its address has not changed. */
export function SignInPage({ onSignedIn }: { onSignedIn?: () => void }) {
  const t = useWords(accountWords)
  const c = useCommon()
  const word = useWordError()
  const queries = useQueryClient()
  const session = useSession().data
  const waiting = useQueue().operations.filter(isOpen).length
  const [account, setAccount] = useState(session?.viewer?.account ?? '')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await signIn(account.trim(), password)
      await reloadSession(queries)
      queue().wake()
      onSignedIn?.()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="screen sign-in">
      <main className="body">
        <h1>{c('app')}</h1>
        {session?.about.demo !== false && <p className="demo">{c('demo')}</p>}
        {waiting > 0 && <p className="notice" role="status">{t('waiting', { count: waiting })}</p>}
        <form id="sign-in" onSubmit={(event) => void submit(event)}>
          <p className="field">
            <label htmlFor="account">{t('account')}</label>
            <input id="account" name="account" autoComplete="username" autoCapitalize="none" spellCheck={false} required value={account} onChange={(event) => setAccount(event.target.value)} />
          </p>
          <p className="field">
            <label htmlFor="password">{t('password')}</label>
            <input id="password" name="password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
          </p>
          {error !== null && <p role="alert" className="notice notice-error">{word(error)}</p>}
        </form>
      </main>
      <footer className="foot">
        <button type="button" className="second-button" lang={language() === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language() === 'zh' ? 'en' : 'zh')}>{t('language')}</button>
        <button type="submit" form="sign-in" className="main-button" disabled={busy}>{t('signIn')}</button>
      </footer>
    </div>
  )
}
