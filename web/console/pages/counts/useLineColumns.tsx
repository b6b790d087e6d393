import { dateOf, dateTime, quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { Column } from '../../parts/DataTable.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { StateTag, type Tone } from '../../parts/StateTag.tsx'
import type { CountLine, CountView } from './countQueries.ts'
import { countWords } from './words.ts'

const tones: Readonly<Record<string, Tone>> = { CONFIRMED: 'good', ADJUSTED: 'good', COUNTED: 'good', UNCOUNTED: 'quiet', WAITING: 'busy', DISPUTED: 'bad', UNAPPROVED: 'near', BLOCKED: 'bad' }

const prospects = { ADJUSTED: 'willAdjust', UNAPPROVED: 'willUnapproved', BLOCKED: 'willBlocked' } as const

/** The columns of a line: where, what, which lot; the books, what was counted, the difference and its value; what becomes of it. */
export function useLineColumns(count: CountView): Column<CountLine>[] {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const open = count.state === 'OPEN'
  const state = (value: string) => <StateTag tone={tones[value] ?? 'quiet'} word={term(value)} />
  return [
    { key: 'no', title: t('lineNo'), order: 'LINE', number: true, width: 52, cell: (line) => line.lineNo },
    { key: 'bin', title: t('bin'), nowrap: true, cell: (line) => (line.bin ? <span className="code">{line.bin.code}</span> : <span className="muted">{t('noBin')}</span>) },
    { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <><PathLink to={`/items/${line.item.code}`}>{name(line.item)}</PathLink><span className="sub code">{line.item.code}</span>{line.reserve.custody === 'ENTRUSTED' && <span className="sub">{term(line.reserve.custody)} · {name(line.reserve.owner)}</span>}{!line.listed && <StateTag tone="near" word={t('unlisted')} />}</> },
    { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => <span className="code">{line.lot.lotNo}{line.lot.serialNo && <span className="sub">{line.lot.serialNo}</span>}<span className="sub">{line.lot.expiresOn}</span></span> },
    { key: 'expected', title: t('onBooks'), number: true, cell: (line) => <Quantity value={line.expected ?? line.onHand} of={line.item} /> },
    { key: 'counted', title: t('counted'), number: true, cell: (line) => <><strong><Quantity value={line.counted ?? line.mine} /></strong>{line.countedAt && <span className="sub">{dateTime(line.countedAt)}</span>}</> },
    { key: 'difference', title: t('difference'), number: true, cell: (line) => (line.difference === null ? <Quantity value={null} /> : <Quantity value={line.difference} />) },
    { key: 'value', title: t('value'), order: { falling: 'VALUE' }, number: true, cell: (line) => (line.value === null ? '–' : <Quantity value={line.value} />) },
    { key: 'state', title: open ? term('state') : t('became'), width: 150, cell: (line) => (
      <>
        {state(line.outcome ?? line.progress)}
        {open && (line.prospect === 'ADJUSTED' || line.prospect === 'UNAPPROVED' || line.prospect === 'BLOCKED') && <span className="sub nowrap">{t('wouldBe', { what: t(prospects[line.prospect]) })}</span>}
        {line.round > 1 && <span className="sub">{t('round', { round: line.round })}</span>}
        {line.document && <PathLink to={`/documents/${line.document.id}`} className="code count-paper">{line.document.number}</PathLink>}
        {line.entries.length > 0 && (
          <details className="count-entries">
            <summary>{t('entries')}</summary>
            <ul>{line.entries.map((entry, index) => <li key={index}>{line.round > 1 && `${t('round', { round: entry.round })} `}{t('entry', { person: entry.person, quantity: quantity(entry.quantity), time: dateTime(entry.countedAt) })}</li>)}</ul>
          </details>
        )}
      </>
    ) },
    { key: 'last', title: t('lastCounted'), nowrap: true, cell: (line) => (line.lastCountedAt ? dateOf(line.lastCountedAt) : <span className="muted">{t('never')}</span>) },
  ]
}
