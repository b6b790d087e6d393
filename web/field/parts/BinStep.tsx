import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { isZero } from '../../shared/decimal.ts'
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { signal } from '../../shared/scan/signal.ts'
import { useScan } from '../../shared/scan/useScan.ts'
import { partsOf, proposalWords, proposalsQuery, type BinChoice, type Part } from '../../shared/storage.ts'
import { useBins } from '../pages/bins/useBins.ts'
import { textOfScan } from '../pages/count/scanned.ts'
import { binBy } from '../pages/count/standing.ts'
import { Search } from './icons.tsx'
import { unitOf } from './QuantityEntry.tsx'
import { ScanCard } from './ScanCard.tsx'
import { Screen } from './Screen.tsx'
import { storageWords } from './storageWords.ts'

type Named = { nameZh: string; nameEn: string }
/** quantity: in base units; lotId null: of a lot that is new there, or not chosen yet; leaving: the bin that the goods are moved from. */
type Props = { place: Named & { id: string }; item: Named & { id: string; unitZh: string; unitEn: string }; quantity: string; lotId: string | null; value: BinChoice | null; leaving?: BinChoice; onPut: (parts: readonly Part[]) => void }

/** The bin that goods are put into: scanned, proposed where there is a network, or chosen by its code. Several, where one does not hold them. */
export function BinStep({ place, item, quantity: amount, lotId, value, leaving, onPut }: Props) {
  const t = useWords(storageWords)
  const why = useWords(proposalWords)
  const name = useNames()
  const unit = unitOf(useLanguage(), item)
  const bins = useBins(place.id)?.filter((bin) => bin.id !== leaving?.id)
  const { data } = useQuery({ ...proposalsQuery({ siteId: place.id, itemId: item.id, quantity: amount, lotId, leavingBinId: leaving?.id ?? null }), enabled: !isZero(amount), retry: false })
  const [text, setText] = useState('')
  const [told, setTold] = useState<ReactNode>(null)
  const leave = (parts: readonly Part[]) => {
    onPut(parts)
    history.back()
  }
  const put = (bin: BinChoice | null) => leave([{ quantity: amount, bin: bin && { id: bin.id, code: bin.code } }])
  useScan((scanned) => {
    const said = textOfScan(scanned)
    const bin = binBy(bins ?? [], said)
    signal(Boolean(bin))
    if (bin) put(bin)
    else setTold(<ScanCard title={t('notABin')} expected={t('aBinOf', { place: name(place) })} got={said} />)
  })
  const fitting = (bins ?? []).filter((bin) => bin.code.toUpperCase().startsWith(text.trim().toUpperCase())).slice(0, 12)
  const proposals = text.trim() === '' ? (data?.proposals ?? []) : []
  const shown = fitting.filter((bin) => !proposals.some((one) => one.bin.id === bin.id))
  const whole = proposals.length === 1 && isZero(data!.unplaced)
  return (
    <Screen title={t('whichBin')} under={`${name(place)} · ${name(item)} ${quantity(amount)} ${unit}`} foot={<button type="button" className="second-button" onClick={() => put(null)}>{t('noBin')}</button>}>
      {told}
      {data && !isZero(data.unplaced) && <p className="notice notice-warn" role="status">{t('unplaced', { quantity: quantity(data.unplaced), unit })}</p>}
      {proposals.length > 0 && (
        <>
          <h2>{t('proposed')}</h2>
          <ul className="rows" aria-label={t('proposed')}>
            {whole ? (
              <li><button type="button" className="row" aria-current={value?.id === proposals[0]!.bin.id || undefined} onClick={() => put(proposals[0]!.bin)}>
                <strong className="code">{proposals[0]!.bin.code}</strong><span className="small">{t('part', { quantity: quantity(proposals[0]!.quantity), unit, why: why(proposals[0]!.reason) })}</span>
              </button></li>
            ) : (
              <li><button type="button" className="row" onClick={() => leave(partsOf(proposals, data!.unplaced))}>
                <span className="item-name"><strong>{t('parted', { count: proposals.length })}</strong><small>{proposals.map((one) => t('into', { code: one.bin.code, quantity: quantity(one.quantity), unit })).join(' · ')}</small></span>
              </button></li>
            )}
          </ul>
        </>
      )}
      <div className="search">
        <label htmlFor="bin">{t('find')}</label>
        <div className="search-field"><Search /><input id="bin" type="search" value={text} autoComplete="off" autoCapitalize="characters" onChange={(event) => setText(event.target.value)} /></div>
      </div>
      <ul className="rows" aria-label={t('bins')}>
        {shown.map((bin) => <li key={bin.id}><button type="button" className="row" aria-current={value?.id === bin.id || undefined} onClick={() => put(bin)}><strong className="code">{bin.code}</strong></button></li>)}
      </ul>
    </Screen>
  )
}

/** Opens the step from a line; nothing where the site has no bins, or they were never read. */
export function BinButton({ site, of, parts, onOpen }: { site: string; of: string; parts: readonly { bin: BinChoice | null }[]; onOpen: () => void }) {
  const t = useWords(storageWords)
  const bins = useBins(site)
  const codes = parts.flatMap((part) => part.bin?.code ?? []).join('、')
  if (!bins || bins.length === 0) return null
  const word = codes ? t('chosen', { code: codes }) : t('choose')
  return <button type="button" className="small-button" aria-label={`${word} ${of}`} onClick={onOpen}>{word}</button>
}

/** The lines with one of them put away: parted in base units, where it goes into several bins. */
export const putLine = <L extends { quantity: string; inPacks: boolean; bin?: BinChoice | null }>(lines: readonly L[], at: number, parts: readonly Part[]): L[] =>
  lines.flatMap((line, index) => (index !== at ? [line] : parts.length === 1 ? [{ ...line, bin: parts[0]!.bin }] : parts.map((part) => ({ ...line, ...part, inPacks: false }))))
