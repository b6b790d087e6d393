import { useState } from 'react'
import { useLocation } from 'wouter'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { ArrowRight } from '../../parts/icons.tsx'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useGtins } from '../../snapshot/catalogue.ts'
import { useCommon } from '../../words.ts'
import { addressOf, type PlaceProps } from './CountPages.tsx'
import { beside, nothingBeside, sendFigures } from './draft.ts'
import { recordEmpty } from './figure.ts'
import { textOfScan } from './scanned.ts'
import { binBy, lineOfScan, nextOpen } from './standing.ts'
import { countWords } from './words.ts'

/** The lots of a bin, without figures unless the stocktake is an open one; and what is to be done with the whole bin. */
export function PlacePage({ count, place, spot, title }: PlaceProps) {
  const t = useWords(countWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const gtins = useGtins()
  const [missed, setMissed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const here = addressOf(count.id, place.bin)
  const first = nextOpen(place.lines, null)
  const back = () => void sendFigures().then(() => go(`/count/${count.id}`))
  useScan((scanned) => {
    const text = textOfScan(scanned)
    const line = lineOfScan(place.lines, scanned, gtins ?? [])
    const bin = binBy(count.bins, text)
    signal(Boolean(line ?? bin))
    setMissed(line || bin ? null : text)
    if (line) go(`${here}/${line.line.id}`)
    else if (bin) void sendFigures().then(() => go(addressOf(count.id, bin.id)))
  })
  const isEmpty = async () => {
    setBusy(true)
    await recordEmpty(spot, place.lines)
    go(`/count/${count.id}?done=${place.bin ?? 'none'}&empty=1`)
  }
  const add = (lotNo = '') => {
    beside.set({ ...nothingBeside, lotNo })
    go(`${here}/new`)
  }
  return (
    <Screen title={title} under={count.number} back={back}
      foot={
        <>
          {place.bin && place.lines.length > 0 && place.lines.every((row) => row.mine === null) && <button type="button" className="second-button" disabled={busy} onClick={() => void isEmpty()}>{t('empty')}</button>}
          {first ? <button type="button" className="main-button" onClick={() => go(`${here}/${first.line.id}`)}>{t(place.left < place.lines.length ? 'goOn' : 'start')}</button>
            : <button type="button" className="main-button" onClick={back}>{c('done')}</button>}
        </>
      }>
      {missed && (
        <p role="alert" className="notice notice-warn notice-row">{t('notHere', { text: missed })} <button type="button" className="small-button" onClick={() => add(missed)}>{t('unlisted')}</button></p>
      )}
      {place.lines.length === 0 && place.extra.length === 0 && <p>{t('onList')}</p>}
      <ul className="rows" aria-label={t('list', { place: title })}>
        {place.lines.map(({ line, mine, open }) => (
          <li key={line.id}>
            <button type="button" className="row" onClick={() => go(`${here}/${line.id}`)}>
              <span className="item-name">
                <strong>{name(line.item)}</strong>
                <small className="code">{line.lot.serialNo ? c('serial', { no: line.lot.serialNo }) : c('lot', { no: line.lot.lotNo })}</small>
                <small><Expiry date={line.lot.expiresOn} /></small>
              </span>
              <span className="row-end"><span>{mine !== null ? `✓ ${t('mine', { quantity: quantity(mine), unit: unitOf(language, line.item) })}` : open ? t('waits') : `✓ ${t('byOthers')}`}</span></span>
            </button>
          </li>
        ))}
        {place.extra.map((figure) => (
          <li key={`${figure.item.id} ${figure.lotNo} ${figure.serialNo}`} className="row">
            <span className="item-name"><strong>{name(figure.item)}</strong><small><span className="code">{figure.serialNo ? c('serial', { no: figure.serialNo }) : c('lot', { no: figure.lotNo })}</span> {t('beside')}</small></span>
            <span className="row-end"><span>✓ {t('mine', { quantity: quantity(figure.quantity), unit: unitOf(language, figure.item) })}</span></span>
          </li>
        ))}
        <li>
          <button type="button" className="row" onClick={() => add()}>
            <span className="item-name"><strong>＋ {t('unlisted')}</strong></span>
            <ArrowRight />
          </button>
        </li>
      </ul>
    </Screen>
  )
}
