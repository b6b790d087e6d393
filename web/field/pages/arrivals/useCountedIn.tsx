import type { ReactNode } from 'react'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ScanCard } from '../../parts/ScanCard.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { useListScan } from '../../parts/useListScan.tsx'
import type { Transfer, Waybill } from '../../snapshot/tasks.ts'
import type { Arrival } from './arrival.ts'

type ArrivalLine = Transfer['movements'][number] | Waybill['lines'][number]

/**
 * Counts a whole document in by scans: the label finds its line and counts one pack of it, whatever the order of the packs. A label that
 * says no pack opens its line, for the figure to be typed. lines null: another page is open.
 */
export function useCountedIn<L extends ArrivalLine>(lines: readonly L[] | null, arrival: Arrival, oneMore: (line: L, pack: string) => Partial<Arrival> | null, set: (part: Partial<Arrival>) => void, sentOf: (line: L) => string, open: (line: L) => void, number: string): ReactNode {
  const t = useWords(scanCardWords)
  const language = useLanguage()
  const listed = lines && lines.map((line) => {
    const scanned = arrival.scanned[line.lineNo]
    return { of: line, item: line.item, lotNo: line.lot.lotNo, serialNo: line.lot.serialNo || null, expiresOn: line.lot.expiresOn, done: scanned !== undefined && compare(scanned, sentOf(line)) >= 0 }
  })
  return useListScan(listed, number, (line, fits) => {
    if (fits.kind !== 'FITS' || fits.label.factor === null) {
      open(line)
      return null
    }
    const counted = oneMore(line, fits.label.factor)
    const unit = unitOf(language, line.item)
    if (!counted) return <ScanCard title={t('tooMany')} expected={`${quantity(sentOf(line))} ${unit}`} got={`+${quantity(fits.label.factor)} ${unit}`}>{t('notCounted')}</ScanCard>
    set(counted)
    return null
  })
}
