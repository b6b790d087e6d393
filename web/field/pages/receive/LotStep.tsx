import { useState, type ReactNode } from 'react'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { classify } from '../../../shared/scan/classify.ts'
import { enterScan } from '../../../shared/scan/useScan.ts'
import { today } from '../../clock.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { useLineScan } from '../../parts/useLineScan.tsx'
import type { Place } from '../../session/place.ts'
import { inExpiryOrder } from '../../snapshot/projection.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { labelled, registeredExpiry, withLot, type LineInHand } from './receipt.ts'
import { receiveWords } from './words.ts'

type Props = { line: LineInHand; place: Place; set: (part: Partial<LineInHand>) => void; leave: (part: Partial<LineInHand>) => void }

/** The lot number: typed or scanned, or that of a lot which is here already, whose expiry is then known. */
export function LotStep({ line, place, set, leave }: Props) {
  const t = useWords(receiveWords)
  const s = useWords(scanCardWords)
  const c = useCommon()
  const name = useNames()
  const unit = unitOf(useLanguage(), line.item)
  const here = useFigures(place.id)?.of(line.item.id).lots ?? []
  const lots = inExpiryOrder(here).filter((lot) => !lot.serialNo && (!lot.expiresOn || lot.expiresOn >= today()))
  const [warned, setWarned] = useState<ReactNode>(null)
  const go = (next: LineInHand) => (next.expiresOn && next.expiresOn < today() ? setWarned(<p role="alert" className="notice notice-error">{t('expired')}</p>) : leave(next))
  const told = useLineScan({ item: line.item }, (fits) => {
    setWarned(null)
    if (fits.kind === 'ITEM_CODE') return <p role="alert" className="notice notice-warn">{t('noLotOnLabel')}</p>
    if (fits.kind === 'TEXT') {
      set(withLot(line, fits.text, registeredExpiry(here, fits.text)))
      return null
    }
    const { label } = fits
    const next = labelled(line, label, here)
    if (label.expiresOn && label.expiresOn < today()) return <p role="alert" className="notice notice-error">{t('expired')}</p>
    // A lot that is not told, or goods that cannot be checked: what the label does say is kept, and a person goes on.
    if (label.lotNo !== null && !fits.unlinked) {
      go(next)
      return null
    }
    set(next)
    if (label.lotNo === null) return <p role="alert" className="notice notice-warn">{t('noLotOnLabel')} {label.expiresOn && t('dateKept', { date: label.expiresOn })}</p>
    setWarned(<p role="status" className="notice notice-warn">{s('unlinked', { gtin: fits.unlinked! })}</p>)
    return null
  })
  const lotNo = line.lotNo.trim()
  /** A whole label that was typed, or put here by a handheld, is a label and not a lot number. */
  const isLabel = /^[\](]|^01\d{14}\d/.test(lotNo) && classify(lotNo).kind === 'GS1'
  const ready = isLabel || (lotNo !== '' && lotNo.length <= 40)
  const next = () => {
    if (!isLabel) return go(withLot(line, lotNo, registeredExpiry(here, lotNo)))
    set({ lotNo: '' })
    enterScan(lotNo)
  }
  return (
    <Screen title={t('whichLot')} under={name(line.item)} foot={<button type="button" className="main-button" disabled={!ready} onClick={next}>{c('next')}</button>}>
      <p className="field">
        <label htmlFor="lot">{t('lotField')}</label>
        <input id="lot" value={line.lotNo} maxLength={90} autoFocus autoComplete="off" autoCapitalize="characters" enterKeyHint="next" onChange={(event) => set({ lotNo: event.target.value, dispute: null })}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && ready && next()} />
      </p>
      {told ?? warned}
      {lots.length > 0 && (
        <>
          <h2>{t('knownLots')}</h2>
          <ul className="rows" aria-label={t('knownLots')}>
            {lots.slice(0, 8).map((lot) => (
              <li key={`${lot.lot} ${lot.lotNo}`}>
                <button type="button" className="row" onClick={() => go(withLot(line, lot.lotNo, lot.expiresOn))}>
                  <span className="item-name"><strong className="code">{lot.lotNo}</strong><small><Expiry date={lot.expiresOn} /></small></span>
                  <span className="row-end">{t('stockHere', { quantity: quantity(lot.onHand), unit })}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Screen>
  )
}
