import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { dateTime, timeOfDay } from '../../../../shared/format.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { may } from '../../../../shared/session.ts'
import { Card } from '../../../parts/Card.tsx'
import { ErrorCard } from '../../../parts/ErrorCard.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { PageSkeleton } from '../../../parts/Skeleton.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { useDocumentKind } from '../../../parts/documentKind.ts'
import { useViewer } from '../../../useSession.ts'
import { ApprovalsCard } from './ApprovalsCard.tsx'
import { DocumentLines } from './DocumentLines.tsx'
import { DocumentSheet } from './DocumentSheet.tsx'
import { ReversePanel } from './ReversePanel.tsx'
import { StepPanel, type PanelStep } from './StepPanel.tsx'
import { editableHere, enteredLate, formOf } from './documentLines.ts'
import { DocumentQuery, type DocumentView } from './documentQueries.ts'
import { documentWords } from './words.ts'

/** Reads a document; null: none that the viewer may see. */
export const useDocument = (id: string) =>
  useQuery({ queryKey: ['document', id], queryFn: () => ask(DocumentQuery, { id }).then(({ node }) => (node?.__typename === 'Document' ? node : null)) })

export function DocumentPage() {
  const t = useWords(documentWords)
  const { id } = useParams({ from: '/documents/$id' })
  const query = useDocument(id)
  if (query.error && !query.data) return <div className="page"><PageHeader title={t('documents')} /><Card><ErrorCard error={query.error} onRetry={query.refetch} /></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  return query.data === null ? <NoDocument /> : <Shown document={query.data} />
}

export function NoDocument() {
  const t = useWords(documentWords)
  return (
    <div className="page">
      <PageHeader title={t('noDocument')} />
      <Card><p>{t('noDocumentWhy')}</p><p><PathLink to="/documents">{t('backToList')}</PathLink></p></Card>
    </div>
  )
}

function Shown({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const viewer = useViewer()
  const { posted } = useSearch({ from: '/documents/$id' })
  const [open, setOpen] = useState<PanelStep | 'REVERSE' | null>(null)
  const [done, setDone] = useState<PanelStep | null>(null)
  const mayReceive = document.kind === 'TRANSFER' && document.state === 'IN_TRANSIT' && viewer.keepsSites.some((site) => site.code === document.counterSite?.code)
  const mayRecover = may(viewer, 'stock.recover') && document.outstanding.some((line) => !isZero(line.left))
  const begin = (step: PanelStep | 'REVERSE') => { setDone(null); setOpen(step) }
  const changes = document.steps.includes('EDIT') ? formOf(document.kind) : null
  return (
    <div className="page">
      <div className="screen-only page-body">
        <PageHeader title={`${kindWord(document.kind)} ${document.number || t('unnumbered')}`} trail={[{ title: t('documents'), to: '/documents' }]} tags={<StateTag state={document.state} />} actions={
          <>
            {mayReceive && <Link to="/documents/$id/receive" params={{ id: document.id }} className="button primary">{t('receiveIt')}</Link>}
            {open === null && document.steps.map((step, index) => step !== 'EDIT' && <Button key={step} type={index === 0 && step !== 'CANCEL' && step !== 'REFUSE' ? 'primary' : 'default'} onClick={() => begin(step)}>{t(`do_${step}`)}</Button>)}
            {open === null && changes && editableHere(document) && <PathLink to={`${changes}?draft=${document.id}`} className="button">{term('EDIT')}</PathLink>}
            {mayRecover && <PathLink to={`/recovery/new?against=${document.id}`} className="button">{t('recover')}</PathLink>}
            {document.reversible && open === null && <Button onClick={() => begin('REVERSE')}>{t(document.undoUntil ? 'undo' : 'reverse')}</Button>}
            <Button onClick={() => print()}>{term('print')}</Button>
          </>
        } />
        {done === null && posted && arrived(document) && <p className="done" role="status">{t(arrived(document)!, { number: document.number, persons: document.approvalsAsked })}</p>}
        {done && <p className="done" role="status">{t(`done_${done}`, { state: term(document.state) })}</p>}
        {document.undoUntil && open === null && <p className="muted">{t('undoUntil', { time: timeOfDay(document.undoUntil) })}</p>}
        {open === 'REVERSE' && <ReversePanel document={document} onClose={() => setOpen(null)} />}
        {open !== null && open !== 'REVERSE' && <StepPanel key={open} step={open} document={document} onClose={() => setOpen(null)} onDone={(step) => { setOpen(null); setDone(step) }} />}
        {document.stateNote && (document.state === 'REFUSED' || document.state === 'CANCELLED') && <p className="notice">{t(document.state === 'REFUSED' ? 'refusedWhy' : 'cancelledWhy', { why: document.stateNote })}</p>}
        <Card>
          <dl className="facts">
            <div><dt>{term('reason')}</dt><dd>{term(document.reason)}</dd></div>
            <div><dt>{term('site')}</dt><dd>{name(document.site)}{document.counterSite && <> → {name(document.counterSite)}</>}</dd></div>
            {document.number && <div><dt>{t('occurredAt')}</dt><dd>{dateTime(document.occurredAt)} {enteredLate(document) && <span className="level">{t('late')}</span>}</dd></div>}
            <div><dt>{t('recordedAt')}</dt><dd>{dateTime(document.recordedAt)}</dd></div>
            <div><dt>{t('recordedBy')}</dt><dd>{document.recordedBy ?? t('system')}</dd></div>
            {document.postedBy && <div><dt>{t('postedBy')}</dt><dd>{document.postedBy}</dd></div>}
            {document.reverses && <div><dt>{t('reversalOf')}</dt><dd className="code"><PathLink to={`/documents/${document.reversesId}`}>{document.reverses}</PathLink></dd></div>}
            {document.reversedBy && <div><dt>{t('reversedBy')}</dt><dd className="code"><PathLink to={`/documents/${document.reversedById}`}>{document.reversedBy}</PathLink></dd></div>}
            {document.returns && <div><dt>{t('returnOf')}</dt><dd className="code">{document.returns}</dd></div>}
            {document.reversalRefusal && whyNot.has(document.reversalRefusal) && <div><dt>{t('reverse')}</dt><dd>{t('notReversible', { why: term(document.reversalRefusal) })}</dd></div>}
            {document.note && <div><dt>{term('note')}</dt><dd>{document.note}</dd></div>}
          </dl>
        </Card>
        <ApprovalsCard document={document} />
        <DocumentLines document={document} />
      </div>
      <DocumentSheet document={document} />
    </div>
  )
}

/** Reasons worth telling: the others are plain from the state, or none of the viewer's business. */
const whyNot: ReadonlySet<string> = new Set(['SIGNED_FOR', 'RETURNED', 'COUNTED_SINCE', 'UNDO_OVER'])

/** What became of a document that a form has just sent. */
function arrived({ state, reversible }: { state: string; reversible: boolean }): 'posted' | 'postedForGood' | 'inTransit' | 'submitted' | 'drafted' | null {
  return state === 'POSTED' ? (reversible ? 'posted' : 'postedForGood') : state === 'IN_TRANSIT' ? 'inTransit' : state === 'SUBMITTED' ? 'submitted' : state === 'DRAFT' ? 'drafted' : null
}
