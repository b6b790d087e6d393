import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { dateTime } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useViewer } from '../../useSession.ts'
import { InspectionPanel } from './InspectionPanel.tsx'
import { UnitStateTag } from './UnitStateTag.tsx'
import { askHistory, askUnit, type UnitCard } from './unitQueries.ts'
import { unitWords } from './unitWords.ts'

/** One unit: its clocks, its inspections and certificates, and where it has been. */
export function UnitPage() {
  const t = useWords(unitWords)
  const name = useNames()
  const viewer = useViewer()
  const { id } = useParams({ from: '/units/$id' })
  const query = useQuery({ queryKey: ['unit', id], queryFn: () => askUnit(id) })
  const [recording, setRecording] = useState(false)
  const [recorded, setRecorded] = useState(false)
  const trail = [{ title: t('units'), to: '/units' }]
  if (query.error && !query.data) return <div className="page"><PageHeader title={t('units')} trail={trail} /><Card><ErrorCard error={query.error} onRetry={query.refetch} /></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  const unit = query.data
  if (!unit) return <div className="page"><PageHeader title={t('noUnit')} trail={trail} /><Card><p>{t('noUnitWhy')}</p></Card></div>
  return (
    <div className="page">
      <PageHeader title={t('unit', { serial: unit.serialNo })} trail={trail} tags={<UnitStateTag unit={unit} />} note={<><PathLink to={`/items/${unit.item.code}`}>{name(unit.item)}</PathLink> <span className="code">{unit.item.code}</span> {unit.item.spec}</>}
        actions={may(viewer, 'unit.inspect') && !recording && <Button type="primary" onClick={() => { setRecorded(false); setRecording(true) }}>{t('record')}</Button>} />
      {recorded && <p className="done" role="status">{t('recorded')}</p>}
      {recording && <InspectionPanel unit={unit} onClose={() => setRecording(false)} onDone={() => { setRecording(false); setRecorded(true) }} />}
      <Facts unit={unit} />
      <Inspections unit={unit} />
      <History lotId={unit.lot.id} />
    </div>
  )
}

function Facts({ unit }: { unit: UnitCard }) {
  const t = useWords(unitWords)
  const term = useTerm()
  const name = useNames()
  const clock = (on: string | null) => (on ? <ExpiryDate on={on} /> : <span className="muted">{t('notKnown')}</span>)
  const facts: [string, React.ReactNode][] = [
    [t('labelExpiry'), clock(unit.labelExpiresOn)],
    [t('storageLife'), clock(unit.storageLifeEndsOn)],
    [t('certificateDue'), clock(unit.certificateDueOn)],
    [t('where'), <><PathLink to={`/sites/${unit.site.code}`}>{name(unit.site)}</PathLink> <span className="code">{unit.bin?.code}</span></>],
    [t('madeOn'), unit.lot.madeOn ?? t('notKnown')],
    [term('lotNo'), <span className="code">{unit.lot.lotNo}</span>],
    [t('quality'), <StateTag state={unit.lot.quality} />],
    [t('grade'), term(unit.conditionGrade)],
    [t('runHours'), unit.runHours ?? '–'],
    [t('ownership'), `${name(unit.reserve.owner)} ${term(unit.reserve.custody)}`],
  ]
  return <Card title={t('facts')}><dl className="facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl></Card>
}

function Inspections({ unit }: { unit: UnitCard }) {
  const t = useWords(unitWords)
  const term = useTerm()
  return (
    <Card title={t('inspections')}>
      <DataTable
        caption={t('inspections')}
        rows={unit.inspections}
        rowKey={(row) => row.id}
        empty={t('noInspections')}
        columns={[
          { key: 'doneOn', title: t('doneOn'), nowrap: true, cell: (row) => row.doneOn },
          { key: 'kind', title: t('kind'), rowHeader: true, cell: (row) => term(row.kind) },
          { key: 'result', title: t('result'), cell: (row) => <><StateTag tone={row.result === 'FAILED' ? 'bad' : 'good'} word={term(row.result)} />{row.note && <span className="sub">{row.note}</span>}</> },
          { key: 'next', title: t('nextDueOn'), nowrap: true, cell: (row) => row.nextDueOn ?? '–' },
          { key: 'certificate', title: t('certificateNo'), nowrap: true, cell: (row) => <span className="code">{row.certificateNo || '–'}</span> },
          { key: 'by', title: t('doneBy'), cell: (row) => row.doneBy },
          { key: 'grade', title: t('grade'), nowrap: true, cell: (row) => (row.conditionGrade ? term(row.conditionGrade) : '–') },
          { key: 'hours', title: t('runHours'), number: true, cell: (row) => row.runHours ?? '–' },
          { key: 'place', title: t('place'), cell: (row) => row.place },
          { key: 'recorded', title: t('recordedBy'), cell: (row) => <>{row.recordedBy ?? t('system')}<span className="sub">{dateTime(row.recordedAt)}</span></> },
        ]}
      />
    </Card>
  )
}

function History({ lotId }: { lotId: string }) {
  const t = useWords(unitWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const { after } = useSearch({ from: '/units/$id' })
  const query = useQuery({ queryKey: ['unitHistory', lotId, after], queryFn: () => askHistory(lotId, pageSize, after ?? null), placeholderData: (previous) => previous })
  return (
    <Card title={t('history')}>
      <DataTable
        caption={t('history')}
        query={query}
        rows={query.data?.nodes.map((move, index) => ({ ...move, index }))}
        rowKey={(row) => String(row.index)}
        empty={t('noHistory')}
        columns={[
          { key: 'when', title: t('when'), nowrap: true, rowHeader: true, cell: (row) => dateTime(row.occurredAt) },
          { key: 'from', title: t('from'), cell: (row) => term(row.fromPlace) },
          { key: 'to', title: t('to'), cell: (row) => term(row.toPlace) },
          { key: 'document', title: t('document'), nowrap: true, cell: (row) => (row.document ? <PathLink to={`/documents/${row.document.id}`}>{kindWord(row.document.kind)} <span className="code">{row.document.number}</span></PathLink> : '–') },
        ]}
      />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
    </Card>
  )
}
