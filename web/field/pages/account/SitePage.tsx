import { useLocation } from 'wouter'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Check } from '../../parts/icons.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { choosePlace, usePlace } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { accountWords } from './words.ts'

/** The site at which the keeper works. */
export function SitePage() {
  const t = useWords(accountWords)
  const term = useTerm()
  const name = useNames()
  const [, go] = useLocation()
  const sites = useViewer().keepsSites
  const place = usePlace()
  return (
    <Screen title={t('siteTitle')} back={() => go('/')}>
      {sites.length === 0 && <p>{t('noSites')}</p>}
      <ul className="rows" aria-label={t('siteTitle')}>
        {sites.map((site) => (
          <li key={site.id}>
            <button type="button" className="row" aria-current={site.id === place?.id}
              onClick={() => {
                choosePlace(site.id)
                go('/')
              }}>
              <span className="item-name"><strong>{name(site)}</strong><small><span className="code">{site.code}</span> {term(site.kind)}</small></span>
              {site.id === place?.id && <><span className="visually-hidden">{t('current')}</span><Check /></>}
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
