import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { DataTable, type Column } from '../../../parts/DataTable.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { usePlaces } from '../places.ts'
import type { DocumentView } from './documentQueries.ts'
import { shownLines, type LineStage, type ShownLine } from './documentLines.ts'
import { documentWords } from './words.ts'

const notes: Readonly<Record<LineStage, 'waitingNote' | 'draftNote' | null>> = { moved: null, waiting: 'waitingNote', typed: 'draftNote' }

/** What a document moved; of one that waits, the goods that are set aside for it; of a draft, what was typed. */
export function DocumentLines({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const name = useNames()
  const place = usePlaces()
  const { stage, lines } = shownLines(document)
  const note = notes[stage]
  const places: Column<ShownLine>[] = stage !== 'typed'
    ? [{ key: 'from', title: t('from'), cell: (line) => place(line.from!) }, { key: 'to', title: t('toPlace'), cell: (line) => place(line.to!) }]
    : []
  return (
    <Card title={t('lines')} extra={<span className="muted">{t('totalLines', { count: lines.length })}</span>}>
      {note && lines.length > 0 && <p className="muted">{t(note)}</p>}
      <DataTable
        caption={t('lines')}
        rows={lines}
        rowKey={(line) => String(line.lineNo)}
        columns={[
          { key: 'lineNo', title: t('lineNo'), number: true, cell: (line) => line.lineNo },
          { key: 'item', title: term('item'), rowHeader: true, cell: (line) => (
            <>
              <PathLink to={`/items/${line.item.code}`}>{name(line.item)}</PathLink> {line.item.hazardClass && <span className="level">{t('hazard', { class: line.item.hazardClass })}</span>}
              <span className="sub"><span className="code">{line.item.code}</span> {line.item.spec}</span>
            </>
          ) },
          { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => (
            <>
              {line.lot ? <span className="code">{line.lot.lotNo}{line.lot.serialNo && <span className="sub">{line.lot.serialNo}</span>}</span> : t('toBePicked')}
              {line.onHold && <span className="sub">{t('fromHold')}</span>}
            </>
          ) },
          { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (line) => line.lot?.expiresOn ?? '–' },
          { key: 'quantity', title: term('quantity'), number: true, cell: (line) => (
            <strong>{line.pack ? <>{line.quantity} {line.pack}</> : <Quantity value={line.quantity} of={line.item} />}{document.kind === 'ADJUSTMENT' && stage === 'typed' && <span className="sub">{t(line.found ? 'found' : 'missing')}</span>}</strong>
          ) },
          ...places,
          { key: 'owner', title: term('owner'), cell: (line) => line.reserve ? <>{name(line.reserve.owner)}<span className="sub">{term(line.reserve.custody)}</span></> : '–' },
        ]}
      />
    </Card>
  )
}
