import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { signOut } from '../../shared/session.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { SignInForm } from './SignInForm.tsx'
import { useSessionEnded } from './sessionEnd.ts'
import { shellWords } from './words.ts'

/** Asks to sign in again over the page, which keeps what was typed on it. */
export function SessionEnded({ account }: { account: string }) {
  return useSessionEnded() ? <Dialog account={account} /> : null
}

function Dialog({ account }: { account: string }) {
  const t = useWords(shellWords)
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const [leaving, setLeaving] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const leave = async () => {
    setLeaving(true)
    await signOut().catch(() => undefined) // the session is over in any case
    location.assign('/login?to=' + encodeURIComponent(location.pathname + location.search))
  }
  return (
    <dialog ref={dialog} className="session-ended" aria-labelledby="session-ended" onCancel={(event) => event.preventDefault()}>
      <h2 id="session-ended">{t('ended')}</h2>
      <p>{t('endedWhy')}</p>
      <SignInForm
        account={account}
        onSignedIn={() => void queries.invalidateQueries()}
      />
      <button type="button" className="quiet" disabled={leaving} onClick={leave}>{t('someoneElse')}</button>
    </dialog>
  )
}
