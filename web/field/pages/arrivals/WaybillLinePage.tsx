import { useState } from 'react'
import { compare, isZero, subtract } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Chips } from '../../parts/Chips.tsx'
import { QuantityEntry, unitOf } from '../../parts/QuantityEntry.tsx'
import { ScanCard } from '../../parts/ScanCard.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { packOf, useLineScan } from '../../parts/useLineScan.tsx'
import type { Waybill } from '../../snapshot/tasks.ts'
import { useCommon } from '../../words.ts'
import { differenceOf, differenceReasons, lackOf, oneMoreGood, type Arrival, type Difference } from './arrival.ts'
import { arrivalWords } from './words.ts'

type Props = { line: Waybill['lines'][number]; arrival: Arrival; onDifference: (difference: Difference) => void; onCounted: (part: Partial<Arrival>) => void }
type Wrong = 'short' | 'damaged'

const reasonFor: Record<Wrong, Difference['reason']> = { short: 'SHORT_LOADED', damaged: 'DAMAGED' }

/** What of one line is short or damaged, and why. */
export function WaybillLinePage({ line, arrival, onDifference, onCounted }: Props) {
  const t = useWords(arrivalWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const s = useWords(scanCardWords)
  const difference = differenceOf(arrival, line.lineNo)
  const unit = unitOf(useLanguage(), line.item)
  const [wrong, setWrong] = useState<Wrong>('short')
  const lack = lackOf(difference)
  const tooMany = compare(lack, line.sent) > 0
  const set = (part: Partial<Difference>) => onDifference({ ...difference, ...part })
  // Counting in by the label: what is not counted is short.
  const told = useLineScan({ item: line.item, lotNo: line.lot.lotNo, serialNo: line.lot.serialNo || null }, (fits) => {
    const pack = packOf(fits, s)
    if (typeof pack !== 'string') return pack.told
    const counted = oneMoreGood(arrival, line, pack)
    if (!counted) return <ScanCard title={s('tooMany')} expected={`${quantity(line.sent)} ${unit}`} got={`+${quantity(pack)} ${unit}`}>{s('notCounted')}</ScanCard>
    onCounted(counted)
    return null
  })
  const scanned = arrival.scanned[line.lineNo]
  return (
    <Screen title={t('whatIsWrong')} under={name(line.item)}
      foot={
        <>
          <button type="button" className="second-button" onClick={() => {
            onDifference({ short: '0', damaged: '0', reason: null })
            history.back()
          }}>{t('asSent')}</button>
          <button type="button" className="main-button" disabled={tooMany || (!isZero(lack) && difference.reason === null)} onClick={() => history.back()}>{c('done')}</button>
        </>
      }>
      {told}
      <p className="on-hand">{t('sent', { quantity: quantity(line.sent), unit })} · {tooMany ? t('tooMany', { sent: quantity(line.sent) }) : t('good', { quantity: quantity(subtract(line.sent, lack)), unit })}{scanned && <strong> · {t('scanned', { quantity: quantity(scanned), unit })}</strong>}</p>
      <Chips label={t('whatIsWrong')} values={['short', 'damaged']} word={(value) => t(value === 'short' ? 'short' : 'broken')} chosen={wrong} onChoose={setWrong} />
      <QuantityEntry key={wrong} label={t(wrong === 'short' ? 'short' : 'broken')} item={line.item} text={difference[wrong] === '0' ? '' : difference[wrong]} inPacks={false} onInPacks={null}
        onText={(text) => set({ [wrong]: text, reason: difference.reason ?? reasonFor[wrong] })}>
        {!isZero(lack) && <Chips label={t('whyDiffers')} values={differenceReasons} word={term} chosen={difference.reason} onChoose={(reason) => set({ reason })} />}
      </QuantityEntry>
    </Screen>
  )
}
