import { useLocation } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { serverNow } from '../../clock.ts'
import { DateEntry } from '../../parts/DateEntry.tsx'
import { readDate } from '../../parts/dateText.ts'
import { ItemSearch } from '../../parts/ItemSearch.tsx'
import { Expiry } from '../../parts/Lots.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { addedBy, useLineScan } from '../../parts/useLineScan.tsx'
import { inExpiryOrder } from '../../snapshot/projection.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { addressOf, type PlaceProps } from './CountPages.tsx'
import { FigureEntry } from './FigureEntry.tsx'
import { beside, counting, keepFigure, nothingBeside, sendFigures, totalOf, type Beside, type InHand } from './draft.ts'
import { countWords } from './words.ts'

const key = 'new'

/** Goods beside the list: what, which lot, good until when, how much. What has expired may be found, too. */
export function BesidePage({ count, place, spot, title }: PlaceProps) {
  const t = useWords(countWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const form = counting.use()
  const known = beside.use()
  const { item, step } = known
  const here = addressOf(count.id, place.bin)
  const set = (part: Partial<Beside>) => beside.set({ ...beside.get(), ...part })
  const lots = inExpiryOrder(useFigures(count.site.id)?.of(item?.id ?? '').lots ?? [])
  const w = useWords(scanCardWords)
  const inHand: InHand = form.inHand?.key === key ? form.inHand : { key, text: item?.tracking === 'SERIAL' ? '1' : '', inPacks: false, sum: '0' }
  const told = useLineScan(item && step !== 'item' ? { item, lotNo: step === 'lot' ? null : known.lotNo } : null, (fits) => {
    const serial = item!.tracking === 'SERIAL'
    if (step === 'quantity' && !serial) {
      const added = addedBy(fits, { text: inHand.text, inPacks: inHand.inPacks, item: item! }, w)
      if ('told' in added) return added.told
      counting.set({ ...counting.get(), inHand: { ...inHand, ...added, tallied: true } })
      return null
    }
    const text = fits.kind === 'TEXT' ? fits.text : fits.kind === 'FITS' ? (step === 'serial' ? fits.label.serialNo : fits.label.lotNo) : null
    const date = fits.kind === 'FITS' ? fits.label.expiresOn : null
    if (text === null && !date) return <p role="alert" className="notice notice-warn">{w('itemCode')}</p>
    // What the label does not say stays as it was said before.
    const dated = date ? { expiresOn: date, digits: date.replaceAll('-', '') } : known.lot ? { expiresOn: null, digits: '' } : {}
    if (step === 'lot') set({ ...(text === null ? {} : { lotNo: text, lot: null, reserve: null }), ...dated })
    else if (step === 'serial' && text !== null) set({ serialNo: text })
    else if (step === 'expiry' && date) set({ ...dated })
    return null
  })
  /** Where the lot is on the list of this bin, its line is counted. */
  const listed = (lotNo: string, serialNo: string) => place.lines.find(({ line }) => line.item.id === item?.id && line.lot.lotNo === lotNo && line.lot.serialNo === serialNo)
  const before: Record<Beside['step'], Beside['step'] | null> = { item: null, lot: 'item', serial: 'lot', expiry: item?.tracking === 'SERIAL' ? 'serial' : 'lot', quantity: item?.tracking === 'SERIAL' ? 'serial' : 'lot' }
  const back = () => (before[step] ? set({ step: before[step]! }) : go(here, { replace: true }))
  const leaveLot = (part: Partial<Beside>) => {
    const next = { ...beside.get(), ...part }
    const line = listed(next.lotNo, next.serialNo)
    if (line) return go(`${here}/${line.line.id}`, { replace: true })
    if (step === 'lot' && item?.tracking === 'SERIAL' && !next.lot) return set({ ...part, step: 'serial' })
    set({ ...part, step: item?.shelfLifeDays !== null && !next.lot && !next.expiresOn ? 'expiry' : 'quantity' })
  }
  if (step === 'item' || !item) {
    return (
      <Screen title={t('whichItem')} under={title} back={back}>
        <ItemSearch autoFocus onPick={(picked, label) => set({ ...nothingBeside, lotNo: label?.lotNo ?? known.lotNo, serialNo: label?.serialNo ?? '', expiresOn: label?.expiresOn ?? null, digits: label?.expiresOn?.replaceAll('-', '') ?? '', item: picked, step: 'lot' })} />
      </Screen>
    )
  }
  const forward = (ready: boolean, leave: () => void) => <button type="button" className="main-button" disabled={!ready} onClick={leave}>{c('next')}</button>
  if (step === 'lot') {
    const lotNo = known.lotNo.trim()
    const leave = () => leaveLot({ lotNo, lot: null, reserve: null })
    return (
      <Screen title={t('whichLot')} under={name(item)} back={back} foot={forward(lotNo !== '', leave)}>
        <p className="field">
          <label htmlFor="lot">{t('lotField')}</label>
          <input id="lot" value={known.lotNo} maxLength={40} autoFocus autoComplete="off" autoCapitalize="characters" enterKeyHint="next" onChange={(event) => set({ lotNo: event.target.value, lot: null, reserve: null, ...(known.lot ? { expiresOn: null, digits: '' } : {}) })}
            onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && lotNo !== '' && leave()} />
        </p>
        {told}
        {lots.length > 0 && (
          <>
            <h2>{t('knownLots')}</h2>
            <ul className="rows" aria-label={t('knownLots')}>
              {lots.filter((lot) => lot.lot).slice(0, 12).map((lot) => (
                <li key={`${lot.lot} ${lot.row?.reserve.id}`}>
                  <button type="button" className="row" onClick={() => leaveLot({ lot: lot.lot, reserve: lot.row?.reserve.id ?? null, lotNo: lot.lotNo, serialNo: lot.serialNo, expiresOn: lot.expiresOn })}>
                    <span className="item-name"><strong className="code">{lot.lotNo} {lot.serialNo}</strong><small><Expiry date={lot.expiresOn} /></small></span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Screen>
    )
  }
  if (step === 'serial') {
    const serialNo = known.serialNo.trim()
    return (
      <Screen title={t('whichSerial')} under={name(item)} back={back} foot={forward(serialNo !== '', () => leaveLot({ serialNo }))}>
        <p className="field">
          <label htmlFor="serial">{t('serialField')}</label>
          <input id="serial" value={known.serialNo} maxLength={40} autoFocus autoComplete="off" autoCapitalize="characters" onChange={(event) => set({ serialNo: event.target.value })} />
        </p>
        {told}
      </Screen>
    )
  }
  if (step === 'expiry') {
    const read = readDate(known.digits)
    return (
      <Screen title={t('untilWhen')} under={name(item)} back={back} foot={forward(read.state === 'WHOLE', () => read.state === 'WHOLE' && set({ expiresOn: read.date, step: 'quantity' }))}>
        {told}
        <DateEntry label={t('untilWhen')} digits={known.digits} onDigits={(digits) => set({ digits, expiresOn: null })} problem={null} />
      </Screen>
    )
  }
  const serial = item.tracking === 'SERIAL'
  const total = totalOf(inHand, item)
  const settle = async () => {
    await keepFigure(spot, { line: null, item, lot: known.lot, lotNo: known.lotNo, serialNo: known.serialNo, expiresOn: known.expiresOn, reserve: known.reserve, quantity: total!, countedAt: serverNow() })
    await sendFigures()
    beside.reset()
    go(here, { replace: true })
  }
  return (
    <Screen title={t('howMuch')} under={`${name(item)} ${known.serialNo || known.lotNo}`} back={back}
      foot={<button type="button" className="main-button" disabled={total === null || (serial && total !== '1')} onClick={() => void settle()}>{c('done')}</button>}>
      {told}
      <FigureEntry item={item} inHand={inHand} onChange={(part) => counting.set({ ...counting.get(), inHand: { ...inHand, ...part } })} />
    </Screen>
  )
}
