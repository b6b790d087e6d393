import { Button } from 'antd'
import { quantity } from '../../../../shared/format.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { partsOf as proposed } from '../../../../shared/storage.ts'
import { BinSelect } from '../../storage/binSelect.tsx'
import { binWords } from '../../storage/binWords.ts'
import { PutAwayChoice } from '../forms/PutAwayChoice.tsx'
import { arrivedOf, partFits, partsOf, type Arrivals, type Part } from './arrivals.ts'
import type { DocumentView } from './documentQueries.ts'
import { documentWords } from './words.ts'

type Props = { line: DocumentView['movements'][number]; arrivals: Arrivals; siteId: string; hasBins: boolean; problems: readonly string[]; onParts: (parts: readonly Part[] | null) => void }

/** How much of one line arrived, and where it is put: one figure, or one for each bin that it is parted over. */
export function ArrivalLine({ line, arrivals, siteId, hasBins, problems, onParts }: Props) {
  const t = useWords(documentWords)
  const b = useWords(binWords)
  const name = useNames()
  const parts = partsOf(line, arrivals)
  const arrived = arrivedOf(line, arrivals)
  const of = `${name(line.item)} ${line.lot.serialNo || line.lot.lotNo}`
  const set = (at: number, change: Partial<Part>) => onParts(parts.map((part, index) => (index === at ? { ...part, ...change } : part)))
  const figure = (part: Part, at: number) => (
    <input className="plain-input number-input" inputMode="decimal" aria-label={`${t('received')} ${of}${parts.length > 1 ? ` ${at + 1}` : ''}`} aria-invalid={arrived === null || !partFits(line, part)} value={part.received}
      onFocus={(event) => event.target.select()} onChange={(event) => set(at, { received: event.target.value })} />
  )
  return (
    <div className="arrival-line">
      {parts.length === 1 ? figure(parts[0]!, 0) : (
        <ul className="arrival-parts">
          {parts.map((part, at) => (
            <li key={at}>{figure(part, at)} <BinSelect siteId={siteId} label={`${b('putAway')} ${of} ${at + 1}`} value={part.bin} onChange={(bin) => set(at, { bin })} /></li>
          ))}
        </ul>
      )}
      {parts.length > 1 && <Button onClick={() => onParts(null)}>{t('unpart')}</Button>}
      {arrived === null && <span className="field-error" role="alert">{t('receivedRange', { sent: quantity(line.quantity) })}</span>}
      {hasBins && parts.length === 1 && (
        <PutAwayChoice siteId={siteId} goods={{ item: line.item, quantity: arrived, lotId: line.lot.id }} of={of} value={parts[0]!.bin} onChoose={(bin) => set(0, { bin })}
          onPropose={({ proposals, unplaced }) => onParts(proposals.length === 1 && arrived === proposals[0]!.quantity ? [{ ...parts[0]!, bin: proposals[0]!.bin }] : proposed(proposals, unplaced).map((part) => ({ received: part.quantity, bin: part.bin })))} />
      )}
      {problems.map((problem) => <span key={problem} className="field-error" role="alert">{problem}</span>)}
    </div>
  )
}
