import { Link, useLocation } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { ItemSearch } from '../../parts/ItemSearch.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { usePlace } from '../../session/place.ts'
import { SumOverSites } from '../home/SumOverSites.tsx'
import { lookUpWords } from './words.ts'

/** Finds an item to look at. */
export function LookUpPage() {
  const t = useWords(lookUpWords)
  const name = useNames()
  const [, go] = useLocation()
  const place = usePlace()
  return (
    <Screen title={t('whichItem')} under={place ? name(place) : undefined} foot={place && <Link href="/documents" className="second-button">{t('recentDocuments')}</Link>}>
      <ItemSearch autoFocus beside={(item) => <SumOverSites item={item} />} onPick={(item, label) => go(`/look-up/${item.code}${label?.lotNo ? `?lot=${encodeURIComponent(label.lotNo)}` : ''}`)} />
    </Screen>
  )
}
