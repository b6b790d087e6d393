import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Search } from '../../parts/icons.tsx'
import { Screen } from '../../parts/Screen.tsx'
import type { Place } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { useSites, type Site } from '../../snapshot/catalogue.ts'
import { useCommon } from '../../words.ts'
import { outgoing } from './outgoing.ts'
import { outgoingWords } from './words.ts'

/** Where transferred goods go: the keeper's own sites first. */
export function DestinationStep({ place }: { place: Place }) {
  const t = useWords(outgoingWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const sites = useSites()
  const mine = new Set(useViewer().keepsSites.map((site) => site.id))
  const draft = outgoing('transfer')
  const typed = text.trim().toLowerCase()
  const fitting = sites?.filter((site) => site.id !== place.id && site.kind !== 'PUBLIC_CABINET' && [site.code, site.nameZh, site.nameEn].some((word) => word.toLowerCase().includes(typed))) ?? []
  const groups: [string, Site[]][] = [[t('mySites'), fitting.filter((site) => mine.has(site.id))], [t('allSites'), fitting.filter((site) => !mine.has(site.id))]]
  return (
    <Screen title={t('whereTo')} under={name(place)}>
      <div className="search">
        <label htmlFor="site">{t('findSite')}</label>
        <div className="search-field">
          <Search />
          <input id="site" type="search" value={text} autoComplete="off" onChange={(event) => setText(event.target.value)} />
        </div>
      </div>
      {!sites && <p role="status">{c('loading')}</p>}
      {groups.filter(([, rows]) => rows.length > 0).map(([title, rows]) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul className="rows" aria-label={title}>
            {rows.map((site) => (
              <li key={site.id}>
                <button type="button" className="row"
                  onClick={() => {
                    const form = draft.get()
                    draft.set({ ...form, lines: form.to?.id === site.id ? form.lines : form.lines.map((line) => ({ ...line, bin: null })), to: { id: site.id, code: site.code, nameZh: site.nameZh, nameEn: site.nameEn } })
                    go(draft.get().lines.length > 0 ? '/transfer/review' : '/transfer/item')
                  }}>
                  <span className="item-name"><strong>{name(site)}</strong><small><span className="code">{site.code}</span> {term(site.kind)}</small></span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Screen>
  )
}
