// Account and password; one message whichever of the two is wrong. Used by the page and by the dialog of a session that ended.
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { loadSession, signIn } from '../../shared/session.ts'
import { useWordError } from '../../shared/i18n/refusals.ts'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { markSessionEnded } from './sessionEnd.ts'
import { shellWords } from './words.ts'

type Props = { onSignedIn?: () => void; account?: string | undefined }

export function SignInForm({ onSignedIn, account: known }: Props) {
  const t = useWords(shellWords)
  const term = useTerm()
  const say = useWordError()
  const queries = useQueryClient()
  const [account, setAccount] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setProblem(null)
    setMissing(account.trim() === '' || password === '')
    if (account.trim() === '' || password === '') return
    setBusy(true)
    try {
      await signIn(account.trim(), password)
      const session = await loadSession()
      markSessionEnded(false)
      queries.setQueryData(['session'], session)
      onSignedIn?.()
    } catch (error) {
      setProblem(error)
      setPassword('')
    } finally {
      setBusy(false)
    }
  }

  const message = missing ? t('missing') : problem ? say(problem) : null
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate>
      <label htmlFor="account">{t('account')}</label>
      <Input id="account" name="username" size="large" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!known} readOnly={known !== undefined}
        value={account} onChange={(event) => setAccount(event.target.value)} aria-invalid={message !== null} aria-describedby="sign-in-problem" />
      <label htmlFor="password">{t('password')}</label>
      <Input.Password id="password" name="password" size="large" autoComplete="current-password" autoFocus={known !== undefined}
        value={password} onChange={(event) => setPassword(event.target.value)} aria-invalid={message !== null} aria-describedby="sign-in-problem" />
      <p id="sign-in-problem" className="field-error" role="alert">{message}</p>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>{busy ? t('signingIn') : term('signIn')}</Button>
    </form>
  )
}
