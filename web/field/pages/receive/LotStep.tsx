import { useState } from 'react'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { textFor } from '../../../shared/scan/classify.ts'
import { scanWords } from '../../../shared/scan/scanWords.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { today } from '../../clock.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import type { Place } from '../../session/place.ts'
import { useGtins } from '../../snapshot/catalogue.ts'
import { inExpiryOrder } from '../../snapshot/projection.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import type { LineInHand } from './receipt.ts'
import { receiveWords } from './words.ts'

type Props = { line: LineInHand; place: Place; onText: (lotNo: string) => void; onLeave: (part: Partial<LineInHand>) => void }

/** The lot number: typed or scanned, or that of a lot which is here already, whose expiry is then known. */
export function LotStep({ line, place, onText, onLeave }: Props) {
  const t = useWords(receiveWords)
  const c = useCommon()
  const why = useWords(scanWords)
  const gtins = useGtins()
  const name = useNames()
  const unit = unitOf(useLanguage(), line.item)
  const figures = useFigures(place.id)?.of(line.item.id)
  const lots = inExpiryOrder(figures?.lots ?? []).filter((lot) => !lot.serialNo && (!lot.expiresOn || lot.expiresOn >= today()))
  const leave = (lotNo: string) => onLeave({ lotNo, expiresOn: lots.find((lot) => lot.lotNo === lotNo)?.expiresOn ?? line.expiresOn })
  const [told, setTold] = useState<string | null>(null)
  useScan((scanned) => {
    const lotNo = textFor('lot', scanned)
    const said = scanned.kind === 'GS1' ? scanned.reading : null
    const other = said?.gtin && gtins?.find((row) => row.gtin === said.gtin && row.item.id !== line.item.id)
    setTold(scanned.kind === 'UNREADABLE' ? why(scanned.fault) : other ? t('otherGoods') : lotNo === null ? t('noLotOnLabel') : null)
    signal(!other && lotNo !== null)
    if (other || lotNo === null) return
    if (!said) return onText(lotNo)
    // The label says lot and expiry at once; where it says no expiry, the one that is known stays.
    const expiresOn = said.expiresOn ?? said.bestBefore ?? lots.find((lot) => lot.lotNo === lotNo)?.expiresOn ?? line.expiresOn
    if (expiresOn && expiresOn < today()) setTold(t('expired'))
    else onLeave({ lotNo, serialNo: said.serial ?? line.serialNo, expiresOn })
  })
  const lotNo = line.lotNo.trim()
  return (
    <Screen title={t('whichLot')} under={name(line.item)}
      foot={<button type="button" className="main-button" disabled={lotNo === ''} onClick={() => leave(lotNo)}>{c('next')}</button>}>
      <p className="field">
        <label htmlFor="lot">{t('lotField')}</label>
        <input id="lot" value={line.lotNo} maxLength={40} autoFocus autoComplete="off" autoCapitalize="characters" enterKeyHint="next"
          onChange={(event) => onText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && lotNo !== '' && leave(lotNo)} />
      </p>
      {told && <p role="alert" className="notice notice-warn">{told}</p>}
      {lots.length > 0 && (
        <>
          <h2>{t('knownLots')}</h2>
          <ul className="rows" aria-label={t('knownLots')}>
            {lots.slice(0, 8).map((lot) => (
              <li key={`${lot.lot} ${lot.lotNo}`}>
                <button type="button" className="row" onClick={() => leave(lot.lotNo)}>
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
