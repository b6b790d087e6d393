import { useLocation, useParams } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useQueue } from '../../operations/queue.ts'
import { Screen } from '../../parts/Screen.tsx'
import { useViewer } from '../../session/useSession.ts'
import { useCommon } from '../../words.ts'
import { BesidePage } from './BesidePage.tsx'
import { BinsPage } from './BinsPage.tsx'
import { LinePage } from './LinePage.tsx'
import { PlacePage } from './PlacePage.tsx'
import { ReviewPage } from './ReviewPage.tsx'
import { counting, type Spot } from './draft.ts'
import { useCount, type CountRead } from './kept.ts'
import { placesOf, type Place } from './standing.ts'
import { countWords } from './words.ts'

/** M5. Counting an open stocktake: choose a bin, then lot after lot. /count/:id, /count/:id/:bin ("none": in no bin), /count/:id/:bin/:line. */
export function CountPages() {
  const t = useWords(countWords)
  const c = useCommon()
  const [, go] = useLocation()
  const { id, place, line } = useParams<{ id: string; place?: string; line?: string }>()
  const { count, at, failed } = useCount(id)
  const { operations } = useQueue()
  const form = counting.use()
  const account = useViewer().account
  const placeName = usePlaceName(count)
  if (place === 'review') return <ReviewPage />
  if (!count) return <Screen title={t('title', { number: '' })} back={() => go('/')}><p role="status">{count === null ? t('gone') : failed ? c('notKept') : c('loading')}</p></Screen>
  const places = placesOf(count, operations, form, at)
  if (!place || count.state !== 'OPEN') return <BinsPage count={count} places={places} at={at} name={placeName} />
  const bin = place === 'none' ? null : place
  const here = places.find((row) => row.bin === bin) ?? { bin, code: count.bins.find((row) => row.id === bin)?.code ?? '', lines: [], extra: [], left: 0 }
  const spot: Spot = { count: count.id, number: count.number, site: count.site, bin, binCode: here.code, account }
  const props = { count, place: here, spot, title: placeName(here) }
  if (line === 'new') return <BesidePage {...props} />
  const standing = here.lines.find((row) => row.line.id === line)
  return standing ? <LinePage key={standing.line.id} {...props} standing={standing} /> : <PlacePage {...props} />
}

export type PlaceProps = { count: CountRead; place: Place; spot: Spot; title: string }

/** What a place is called: the code of its bin; what lies in none is the whole site, where there are no bins. */
function usePlaceName(count: CountRead | null | undefined): (place: Place) => string {
  const t = useWords(countWords)
  const name = useNames()
  return (place) => (place.bin ? place.code : count?.lines.some((line) => line.bin) ? t('noBin') : `${name(count?.site)} ${t('wholeSite')}`)
}

/** The address of a place of a stocktake. */
export const addressOf = (count: string, bin: string | null): string => `/count/${count}/${bin ?? 'none'}`
