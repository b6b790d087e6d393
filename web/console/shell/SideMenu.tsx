import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { may, type Viewer } from '../../shared/session.ts'
import type { MenuEntry, MenuSection } from '../menu.ts'
import { adminMenu } from '../pages/admin/menu.ts'
import { entrustedMenu } from '../pages/entrusted/menu.ts'
import { historyMenu } from '../pages/history/menu.ts'
import { incidentsMenu } from '../pages/incidents/menu.ts'
import { reservesMenu } from '../pages/reserves/menu.ts'
import { stockMenu } from '../pages/stock/menu.ts'
import { workbenchMenu } from '../pages/workbench/menu.ts'
import { PathLink } from '../parts/PathLink.tsx'
import { shellWords } from './words.ts'

const sections: readonly MenuSection[] = [workbenchMenu, incidentsMenu, stockMenu, historyMenu, reservesMenu, entrustedMenu, adminMenu]

const shown = (viewer: Viewer, entry: MenuEntry) => !entry.anyOf || entry.anyOf.some((permission) => may(viewer, permission))
const holds = (entry: MenuEntry, path: string) => (entry.path === '/' ? path === '/' : path === entry.path || path.startsWith(entry.path + '/'))

/** The menu by permissions: sections of links, the present one marked. */
export function SideMenu({ viewer, onFollow }: { viewer: Viewer; onFollow?: () => void }) {
  const t = useWords(shellWords)
  const language = useLanguage()
  const { pathname } = useLocation()
  // The menu is longer than the screen: the entry of the page is brought into sight, also where a link elsewhere led to it.
  const menu = useRef<HTMLElement>(null)
  useEffect(() => {
    const entry = menu.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (!menu.current || !entry) return
    const [box, at] = [menu.current.getBoundingClientRect(), entry.getBoundingClientRect()]
    if (at.top < box.top || at.bottom > box.bottom) menu.current.scrollTop += at.top - box.top - box.height / 2 // the menu only: the page stays
  }, [pathname])
  const inLanguage = (words: readonly [string, string]) => words[language === 'zh' ? 0 : 1]
  return (
    <nav ref={menu} className="menu" aria-label={t('mainMenu')}>
      {sections.map((section) => {
        const entries = section.entries.filter((entry) => shown(viewer, entry))
        if (entries.length === 0) return null
        return (
          <div key={section.entries[0]!.path} className="menu-section">
            {section.words && <h2>{inLanguage(section.words)}</h2>}
            <ul>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <PathLink to={entry.path} onClick={onFollow} aria-current={holds(entry, pathname) ? 'page' : undefined}>{inLanguage(entry.words)}</PathLink>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}
