import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { serverNow } from '../../clock.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ScanCard } from '../../parts/ScanCard.tsx'
import { checkScan } from '../../parts/label.ts'
import { oneMore } from '../../parts/quantityText.ts'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { useGtins } from '../../snapshot/catalogue.ts'
import { useCommon } from '../../words.ts'
import { addressOf, type PlaceProps } from './CountPages.tsx'
import { FigureEntry } from './FigureEntry.tsx'
import { beside, counting, keepFigure, nothingBeside, sendFigures, totalOf, type InHand } from './draft.ts'
import { figureOf, recordEmpty } from './figure.ts'
import { textOfScan } from './scanned.ts'
import { binBy, lineOfScan, nextOpen, type Standing } from './standing.ts'
import { countWords } from './words.ts'

/** One lot: how much is there. The next waits behind the button; what is left blank says nothing. */
export function LinePage({ count, place, spot, title, standing }: PlaceProps & { standing: Standing }) {
  const t = useWords(countWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const [missed, setMissed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { line, mine } = standing
  const { item, lot } = line
  const unit = unitOf(language, item)
  const serial = item.tracking === 'SERIAL'
  const here = addressOf(count.id, place.bin)
  const form = counting.use()
  const inHand: InHand = form.inHand?.key === line.id ? form.inHand : { key: line.id, text: '', inPacks: false, sum: '0' }
  const setInHand = (part: Partial<InHand>) => counting.set({ ...counting.get(), inHand: { ...inHand, ...part } })
  const total = totalOf(inHand, item)
  const index = place.lines.findIndex((row) => row.line.id === line.id)
  const following = nextOpen(place.lines, line.id)
  const onward = async () => {
    if (following) return go(`${here}/${following.line.id}`, { replace: true })
    await sendFigures()
    go(`/count/${count.id}?done=${place.bin ?? 'none'}`, { replace: true })
  }
  const settle = async (figure: string) => {
    setBusy(true)
    await keepFigure(spot, figureOf(line, figure, serverNow()))
    await onward()
  }
  const isEmpty = async () => {
    setBusy(true)
    await recordEmpty(spot, place.lines)
    go(`/count/${count.id}?done=${place.bin ?? 'none'}&empty=1`, { replace: true })
  }
  const s = useWords(scanCardWords)
  const gtins = useGtins()
  const [told, setTold] = useState<ReactNode>(null)
  useScan((scanned) => {
    const text = textOfScan(scanned)
    const checked = checkScan(scanned, { item, lotNo: lot.lotNo, serialNo: lot.serialNo }, item.code, gtins ?? [])
    // The label of this line again: one pack more. What begins with a scan begins blank: it may have been the shelf's.
    const added = serial || checked.kind !== 'FITS' || checked.label.factor === null ? null : oneMore(inHand.text, inHand.inPacks, checked.label.factor, item.packSize)
    const found = added ? undefined : lineOfScan(place.lines, scanned, gtins ?? [])
    const bin = added || found ? undefined : binBy(count.bins, text)
    const known = Boolean(added ?? found ?? bin)
    signal(known)
    setMissed(known ? null : text)
    setTold(known || checked.kind !== 'OTHER_ITEM' && checked.kind !== 'OTHER_LOT' ? null : <ScanCard title={s(checked.kind)} expected={`${name(item)} ${lot.lotNo}`} got={text}>{s('notCounted')}</ScanCard>)
    if (added) setInHand({ ...added, tallied: true })
    else if (found) go(`${here}/${found.line.id}`, { replace: true })
    else if (bin) void sendFigures().then(() => go(addressOf(count.id, bin.id), { replace: true }))
  })
  const untouched = place.lines.every((row) => row.mine === null)
  return (
    <Screen title={title} under={t('nth', { index: index + 1, count: place.lines.length })} back={() => go(here, { replace: true })}
      foot={
        <>
          {place.bin && untouched && total === null && <button type="button" className="second-button" disabled={busy} onClick={() => void isEmpty()}>{t('empty')}</button>}
          {serial ? (
            <>
              <button type="button" className="second-button" disabled={busy} onClick={() => void settle('0')}>{t('notThere')}</button>
              <button type="button" className="main-button" disabled={busy} onClick={() => void settle('1')}>{t('there')}</button>
            </>
          ) : (
            <>
              <button type="button" className="second-button" disabled={busy} onClick={() => void onward()}>{c('skip')}</button>
              <button type="button" className="main-button" disabled={busy || total === null} onClick={() => void settle(total!)}>{following ? t('nextLot') : t('last')}</button>
            </>
          )}
        </>
      }>
      <p className="card-title"><strong className="count-item">{name(item)}</strong> <span className="code small">{item.code}</span></p>
      <p className="small">
        <span className="code">{lot.serialNo ? c('serial', { no: lot.serialNo }) : c('lot', { no: lot.lotNo })}</span> <Expiry date={lot.expiresOn} />
        {line.reserve.custody === 'ENTRUSTED' && <> · {t('owner', { name: name(line.reserve.owner) })}</>}
        {line.onHand !== null && <> · {t('onBooks', { quantity: quantity(line.onHand), unit })}</>}
      </p>
      {mine !== null && <p className="notice">{t('correct', { quantity: quantity(mine), unit })}</p>}
      {told}
      {missed && (
        <p role="alert" className="notice notice-warn notice-row">{t('notHere', { text: missed })} <button type="button" className="small-button" onClick={() => { beside.set({ ...nothingBeside, lotNo: missed }); go(`${here}/new`) }}>{t('unlisted')}</button></p>
      )}
      {!serial && <FigureEntry item={item} inHand={inHand} onChange={setInHand} />}
    </Screen>
  )
}
