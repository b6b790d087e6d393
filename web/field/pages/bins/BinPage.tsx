import { useQuery } from '@tanstack/react-query'
import { Link, Redirect, useLocation, useParams } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { quantity, timeOfDay } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { may } from '../../../shared/session.ts'
import { usePlace, type Place } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { binQuery } from '../../snapshot/bins.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { addressOf } from '../count/CountPages.tsx'
import { textOfScan } from '../count/scanned.ts'
import { binBy } from '../count/standing.ts'
import './bins.css'
import { MovePage } from './MovePage.tsx'
import { moveAddress, moveKey } from './moving.ts'
import { binWords } from './words.ts'
import { useBins } from './useBins.ts'

/** A bin of the site and what lies in it, first to expire first. A scan of a further bin opens that one. */
export function BinPage() {
  const place = usePlace()
  const { code, move } = useParams<{ code: string; move?: string }>()
  return place ? <BinAt place={place} code={code} move={move} /> : <Redirect to="/" />
}

function BinAt({ place, code, move }: { place: Place; code: string; move: string | undefined }) {
  const t = useWords(binWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const { data, isError } = useQuery(binQuery(place.id, code))
  const bins = useBins(place.id)
  const count = useTasks()?.counts.find((row) => row.site.id === place.id)
  const moves = may(useViewer(), 'stock.transfer')
  useScan(move !== undefined ? null : (scanned) => {
    const bin = binBy(bins ?? [], textOfScan(scanned))
    signal(Boolean(bin))
    if (bin) go(`/bins/${encodeURIComponent(bin.code)}`, { replace: true })
  })
  const read = data?.value
  const content = move !== undefined ? read?.contents.find((row) => moveKey(row) === move) : undefined
  if (read && content) return <MovePage place={place} from={read.bin} content={content} />
  if (move !== undefined) return <Screen title={t('title', { code })} under={name(place)}><p role="status">{read ? t('lotGone') : isError ? c('notKept') : c('loading')}</p></Screen>
  return (
    <Screen title={t('title', { code })} under={read?.bin.zone ? t('zone', { place: name(place), zone: read.bin.zone }) : name(place)} back={() => go('/')}
      foot={count && read && <Link href={addressOf(count.id, read.bin.id)} className="second-button">{t('count', { number: count.number })}</Link>}>
      {!read && <p role="status">{isError ? (bins && !binBy(bins, code) ? t('gone', { place: name(place), code }) : c('notKept')) : c('loading')}</p>}
      {read?.contents.length === 0 && <p>{t('empty')}</p>}
      {read && read.contents.length > 0 && (
        <ul className="rows" aria-label={t('contents', { code })}>
          {read.contents.map(({ item, lot, reserve, onHand, available }) => (
            <li key={`${lot.id} ${reserve.id}`} className="bin-row">
              <Link href={`/look-up/${item.code}?lot=${encodeURIComponent(lot.serialNo || lot.lotNo)}`} className="row">
                <span className="item-name">
                  <strong>{name(item)}</strong>
                  <small className="code">{lot.serialNo ? c('serial', { no: lot.serialNo }) : c('lot', { no: lot.lotNo })}</small>
                  <small><Expiry date={lot.expiresOn} />{reserve.custody === 'ENTRUSTED' && <> · {t('owner', { name: name(reserve.owner) })}</>}</small>
                </span>
                <span className="row-end"><span>{quantity(onHand)} {unitOf(language, item)}</span><small>{t('available', { quantity: quantity(available), unit: unitOf(language, item) })}</small></span>
              </Link>
              {moves && !isZero(available) && <Link href={moveAddress(code, { lot, reserve })} className="small-button" aria-label={t('moveAs', { name: name(item), lot: lot.serialNo || lot.lotNo })}>{t('move')}</Link>}
            </li>
          ))}
        </ul>
      )}
      {data && <p className="small">{c('asOf', { time: timeOfDay(new Date(data.at)) })}</p>}
    </Screen>
  )
}
