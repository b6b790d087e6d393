import { useLocation, useParams, useSearchParams } from 'wouter'
import { compare, isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { OnHand } from '../../parts/OnHand.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { signed } from '../../parts/quantityText.ts'
import { usePlace } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { useItems, type Item } from '../../snapshot/catalogue.ts'
import { inExpiryOrder } from '../../snapshot/projection.ts'
import { useFigures, useFreshItem } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { outgoing, startLine } from '../outgoing/outgoing.ts'
import { lineOf, receipt } from '../receive/receipt.ts'
import { ScopeStock } from './ScopeStock.tsx'
import { StockCard } from './StockCard.tsx'
import { lookUpWords } from './words.ts'

/** One item: what lies where, by lot, and what moved; the actions about it at the thumb. */
export function ItemPage() {
  const t = useWords(lookUpWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const { code } = useParams<{ code: string }>()
  const items = useItems()
  const item = items?.find((row) => row.code === code)
  const viewer = useViewer()
  const place = usePlace()
  const lot = useSearchParams()[0].get('lot')
  if (!item) return <Screen title={t('title')}><p role="status">{items ? c('nothing') : c('loading')}</p></Screen>
  const start = (to: 'receive' | 'issue' | 'transfer') => {
    const serial = item.tracking === 'SERIAL'
    if (to === 'receive') receipt.set({ ...receipt.get(), inHand: lineOf(item) })
    else outgoing(to).set({ ...outgoing(to).get(), inHand: startLine(item) })
    go(to === 'receive' ? '/receive/lot' : to === 'transfer' && !outgoing(to).get().to ? '/transfer/to' : `/${to}/${serial ? 'lot' : 'quantity'}`)
  }
  const actions = place ? (['receive', 'issue', 'transfer'] as const).filter((action) => may(viewer, `stock.${action}`)) : []
  return (
    <Screen title={name(item)} under={`${item.code} ${item.spec}`}
      foot={actions.length > 0 && actions.map((action) => <button key={action} type="button" className={action === 'issue' ? 'main-button' : 'second-button'} onClick={() => start(action)}>{t(action)}</button>)}>
      {place ? (
        <>
          {[place, ...viewer.keepsSites.filter((site) => site.id !== place.id)].map((site) => <SiteStock key={site.id} site={site} item={item} whole={site.id === place.id} scanned={site.id === place.id ? lot : null} />)}
          <StockCard site={place} item={item} />
        </>
      ) : (
        <ScopeStock item={item} />
      )}
    </Screen>
  )
}

/** scanned: the lot or serial number that was asked for. */
function SiteStock({ site, item, whole, scanned }: { site: { id: string; nameZh: string; nameEn: string }; item: Item; whole: boolean; scanned: string | null }) {
  const t = useWords(lookUpWords)
  const name = useNames()
  const unit = unitOf(useLanguage(), item)
  useFreshItem(site.id, item.id)
  const figures = useFigures(site.id)?.of(item.id)
  if (!figures) return null
  if (!whole && figures.lots.length === 0) return null
  const isScanned = (lot: { lotNo: string; serialNo: string }) => scanned !== null && [lot.lotNo, lot.serialNo].some((no) => no.toUpperCase() === scanned.toUpperCase())
  const others = (['reserved', 'onHold', 'expired'] as const).filter((part) => compare(figures[part], '0') > 0)
  return (
    <section className="card">
      <h2>{name(site)}</h2>
      <p className="card-figure">
        {quantity(figures.available)} <span className="entry-unit">{unit} {t('available')}</span>
      </p>
      <OnHand figures={figures} item={item} />
      {scanned !== null && !figures.lots.some(isScanned) && <p role="alert" className="notice notice-error">{t('lotAbsent', { no: scanned, place: name(site) })}</p>}
      {others.length > 0 && <p className="small">{others.map((part) => `${t(part)} ${quantity(figures[part])}`).join(' · ')}</p>}
      {figures.lots.length === 0 && <p className="small">{t('noLots')}</p>}
      <ul className="lots" aria-label={t('lotsAt', { place: name(site) })}>
        {inExpiryOrder(figures.lots).slice(0, whole ? undefined : 3).map((lot) => (
          <li key={`${lot.lot} ${lot.lotNo} ${lot.row?.reserve.id}`}>
            <span>{isScanned(lot) && <><strong>▶ {t('scannedLot')}</strong> </>}<span className="code">{lot.serialNo || lot.lotNo}</span> <small><Expiry date={lot.expiresOn} /></small></span>
            <span className="number">{quantity(lot.onHand)}{!isZero(lot.pending) && <small> ({t('pending')} {signed(lot.pending)})</small>}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
