import { useState, type ReactNode } from 'react'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import type { Scanned } from '../../shared/scan/classify.ts'
import { scanWords } from '../../shared/scan/scanWords.ts'
import { signal } from '../../shared/scan/signal.ts'
import { useScan } from '../../shared/scan/useScan.ts'
import { useGtins, useItems, type Item } from '../snapshot/catalogue.ts'
import { ScanCard } from './ScanCard.tsx'
import { checkScan, type Checked, type Fits, type Line } from './label.ts'
import { oneMore } from './quantityText.ts'
import { scanCardWords } from './scanCardWords.ts'

export type Named = Line & { item: Pick<Item, 'id' | 'code' | 'nameZh' | 'nameEn' | 'packSize'> }

/**
 * Takes the scans of a line in hand: what is of other goods, another lot or another date is shown in red with what was expected, and
 * changes nothing; what fits is given to onFits, which answers with what is to be shown where it does not take it, else null.
 */
export function useLineScan(line: Named | null, onFits: (fits: Fits, scanned: Scanned) => ReactNode): ReactNode {
  const cardOf = useScanCard()
  const gtins = useGtins()
  const about = line ? `${line.item.id} ${line.lotNo ?? ''} ${line.serialNo ?? ''}` : ''
  const [told, setTold] = useState<{ about: string; card: ReactNode } | null>(null)
  useScan(line && ((scanned) => {
    const checked = checkScan(scanned, line, line.item.code, gtins ?? [])
    const card = cardOf(checked, line.item) ?? onFits(checked as Fits, scanned)
    signal(!card)
    setTold({ about, card })
  }))
  return told?.about === about ? told.card : null // of another question, it says nothing here
}

/** The words for a scan that does not fit, in red; null: it fits. item null: of a document, where says of which. */
export function useScanCard(): (checked: Checked, item: Named['item'] | null, where?: string) => ReactNode {
  const t = useWords(scanCardWords)
  const why = useWords(scanWords)
  const name = useNames()
  const items = useItems()
  const nameOf = (item: Named['item']) => `${name(item)} ${item.code}`
  return (checked, item, where = '') => {
    if (checked.kind === 'UNREADABLE') return <p role="alert" className="notice notice-error">{why(checked.fault)}</p>
    if (checked.kind === 'OTHER_ITEM') {
      const other = items?.find((one) => one.id === checked.item || one.code === checked.item)
      return <ScanCard title={t(item ? 'OTHER_ITEM' : 'NOT_LISTED')} expected={item ? nameOf(item) : where} got={other ? nameOf(other) : checked.label} />
    }
    return 'expected' in checked ? <ScanCard title={t(checked.kind)} expected={checked.expected} got={checked.got} /> : null
  }
}

type Say = (key: keyof typeof scanCardWords & string, values?: Record<string, string>) => string

/** The base units in the pack whose label was scanned; where it says none, what is to be shown. */
export function packOf(fits: Fits, t: Say): string | { told: ReactNode } {
  if (fits.kind === 'FITS' && fits.label.factor !== null) return fits.label.factor
  const text = fits.kind === 'TEXT' ? t('notOurs', { text: fits.text }) : fits.kind === 'ITEM_CODE' ? t('itemCode') : fits.unlinked ? t('noPack', { gtin: fits.unlinked }) : t('notOurs', { text: fits.label.lotNo ?? fits.label.serialNo ?? '' })
  return { told: <p role="alert" className="notice notice-warn">{text}</p> }
}

/** What a scan adds to a quantity in hand: one pack of its label; where it says none, what is to be shown. */
export function addedBy(fits: Fits, line: { text: string; inPacks: boolean; item: Pick<Item, 'packSize'> }, t: Say): { text: string; inPacks: boolean } | { told: ReactNode } {
  const pack = packOf(fits, t)
  return typeof pack === 'string' ? oneMore(line.text, line.inPacks, pack, line.item.packSize) : pack
}
