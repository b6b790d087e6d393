import { CloseOutlined, MenuOutlined } from '@ant-design/icons'
import { useRef } from 'react'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { signOut, type Session, type Viewer } from '../../shared/session.ts'
import { PathLink } from '../parts/PathLink.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { SideMenu } from './SideMenu.tsx'
import { shellWords } from './words.ts'

/** The person and the posts in force today. */
function Person({ viewer }: { viewer: Viewer }) {
  const t = useWords(shellWords)
  const term = useTerm()
  const name = useNames()
  return (
    <div className="person">
      <span className="visually-hidden">{t('person')}</span>
      <strong>{viewer.name}</strong>
      <span>{viewer.posts.map((post) => `${name(post.site ?? post.organisation)} · ${term(post.role)}`).join('; ')}</span>
    </div>
  )
}

function SignOut() {
  const term = useTerm()
  // A full load afterwards: nothing of this person stays in the page.
  const leave = () => signOut().catch(() => undefined).then(() => location.assign('/login'))
  return <button type="button" className="quiet" onClick={leave}>{term('signOut')}</button>
}

export function Header({ viewer, about }: { viewer: Viewer; about: Session['about'] }) {
  const t = useWords(shellWords)
  const language = useLanguage()
  const drawer = useRef<HTMLDialogElement>(null)
  return (
    <header className="top">
      <button type="button" className="menu-button" aria-label={t('menu')} onClick={() => drawer.current?.showModal()}><MenuOutlined aria-hidden /></button>
      <PathLink to="/" className="brand">
        <strong>{language === 'zh' ? about.districtZh : about.districtEn}</strong>
        <span>{t('system')}</span>
      </PathLink>
      <div className="top-right">
        <Person viewer={viewer} />
        <LanguageSwitch />
        <SignOut />
      </div>
      <dialog ref={drawer} className="menu-drawer" aria-label={t('mainMenu')} onClick={(event) => event.target === drawer.current && drawer.current?.close()}>
        <div className="menu-drawer-body">
          <button type="button" className="menu-close" aria-label={t('closeMenu')} onClick={() => drawer.current?.close()}><CloseOutlined aria-hidden /></button>
          <Person viewer={viewer} />
          <SideMenu viewer={viewer} onFollow={() => drawer.current?.close()} />
          <div className="menu-drawer-foot"><LanguageSwitch /><SignOut /></div>
        </div>
      </dialog>
    </header>
  )
}
