import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { useSession } from '../useSession.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { SignInForm } from './SignInForm.tsx'
import { returnAddress } from './returnAddress.ts'
import { shellWords } from './words.ts'

/** P1. Returns to the address that was asked for. */
export function SignInPage() {
  const t = useWords(shellWords)
  const term = useTerm()
  const language = useLanguage()
  const router = useRouter()
  const { data } = useSession()
  const to = returnAddress(useSearch({ from: '/login' }).to)
  useEffect(() => {
    document.title = `${term('signIn')} · ${term('product')}`
  })
  const signedIn = Boolean(data?.viewer)
  useEffect(() => {
    if (signedIn) router.history.replace(to)
  }, [signedIn, router, to])
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <p className="sign-in-district">{data && (language === 'zh' ? data.about.districtZh : data.about.districtEn)}</p>
        <h1>{t('signInTo')}</h1>
        {data?.about.demo && <p className="demo-note">{term('demo')}</p>}
        <SignInForm />
        {to !== '/' && <p className="muted">{t('goesOn', { page: to })}</p>}
        <p className="muted">{t('forgot')}</p>
        <div className="sign-in-foot"><LanguageSwitch /></div>
      </main>
    </div>
  )
}
