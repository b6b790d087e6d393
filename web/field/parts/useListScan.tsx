import { useEffect, useState, type ReactNode } from 'react'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { signal } from '../../shared/scan/signal.ts'
import { useScan } from '../../shared/scan/useScan.ts'
import { today } from '../clock.ts'
import { useGtins } from '../snapshot/catalogue.ts'
import { ScanCard } from './ScanCard.tsx'
import { lineScanned, type Fits } from './label.ts'
import { scanCardWords } from './scanCardWords.ts'
import { useScanCard, type Named } from './useLineScan.tsx'

/** A line of a document, by what a label says of its goods. done: nothing more of it is asked for, so that another such line comes first. */
export type Listed<L> = Named & { of: L; done?: boolean }

/**
 * Takes the scans of a document with several lines: the one that a label names is given to onFits, as useLineScan does for the line in hand.
 * Goods that no line has, another lot of goods that are here, and goods past their day are shown in red and change nothing.
 */
export function useListScan<L>(lines: readonly Listed<L>[] | null, where: string, onFits: (of: L, fits: Fits) => ReactNode): ReactNode {
  const t = useWords(scanCardWords)
  const name = useNames()
  const gtins = useGtins()
  const cardOf = useScanCard()
  const [told, setTold] = useState<ReactNode>(null)
  useScan(lines && ((scanned) => {
    const found = lineScanned(scanned, lines, gtins ?? [])
    const card = 'line' in found ? pastCard(found.line, found.fits) ?? onFits(found.line.of, found.fits) : notHere(found)
    signal(!card)
    setTold(card)
  }))
  const away = lines === null
  useEffect(() => {
    if (away) setTold(null) // who comes back has seen it
  }, [away])
  const pastCard = (line: Listed<L>, fits: Fits): ReactNode => {
    const until = (fits.kind === 'FITS' ? fits.label.expiresOn : null) ?? line.expiresOn
    return until && until < today() ? <ScanCard title={t('PAST')} expected={t('notPast')} got={t('until', { name: name(line.item), date: until })}>{t('pastDo')}</ScanCard> : null
  }
  const notHere = (found: Exclude<ReturnType<typeof lineScanned<Listed<L>>>, { line: unknown }>): ReactNode => {
    const { refused, among } = found
    if (refused.kind === 'OTHER_LOT' || refused.kind === 'OTHER_SERIAL') {
      return <ScanCard title={t(refused.kind)} expected={[...new Set(among.map((line) => (refused.kind === 'OTHER_LOT' ? line.lotNo : line.serialNo)))].join('、')} got={refused.got} />
    }
    if (refused.kind === 'OTHER_ITEM') return cardOf(refused, null, where)
    if (refused.kind === 'TEXT') return <ScanCard title={t('NOT_LISTED')} expected={where} got={refused.text} />
    // Nothing on the label says which goods they are.
    if (refused.kind === 'FITS') return <p role="alert" className="notice notice-warn">{refused.unlinked ? t('unlinked', { gtin: refused.unlinked }) : t('notOurs', { text: '' })}</p>
    return cardOf(refused, among[0]?.item ?? null, where)
  }
  return told
}
