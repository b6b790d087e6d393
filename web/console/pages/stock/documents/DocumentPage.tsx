import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { dateTime } from '../../../../shared/format.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { DataTable } from '../../../parts/DataTable.tsx'
import { ErrorCard } from '../../../parts/ErrorCard.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { PageSkeleton } from '../../../parts/Skeleton.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { useViewer } from '../../../useSession.ts'
import { usePlaces } from '../places.ts'
import { DocumentSheet } from './DocumentSheet.tsx'
import { ReversePanel } from './ReversePanel.tsx'
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
  const name = useNames()
  const place = usePlaces()
  const viewer = useViewer()
  const { posted } = useSearch({ from: '/documents/$id' })
  const [reversing, setReversing] = useState(false)
  const mayReceive = document.kind === 'TRANSFER' && document.state === 'IN_TRANSIT' && viewer.keepsSites.some((site) => site.code === document.counterSite?.code)
  return (
    <div className="page">
      <div className="screen-only page-body">
        <PageHeader title={`${term(document.kind)} ${document.number}`} trail={[{ title: t('documents'), to: '/documents' }]} tags={<StateTag state={document.state} />} actions={
          <>
            {mayReceive && <Link to="/documents/$id/receive" params={{ id: document.id }} className="button primary">{t('receiveIt')}</Link>}
            {document.reversible && !reversing && <Button onClick={() => setReversing(true)}>{t('reverse')}</Button>}
            <Button onClick={() => print()}>{term('print')}</Button>
          </>
        } />
        {posted && <p className="done" role="status">{t(document.state === 'IN_TRANSIT' ? 'inTransit' : 'posted', { number: document.number })}</p>}
        {reversing && <ReversePanel document={document} onClose={() => setReversing(false)} />}
        <Card>
          <dl className="facts">
            <div><dt>{term('reason')}</dt><dd>{term(document.reason)}</dd></div>
            <div><dt>{term('site')}</dt><dd>{name(document.site)}{document.counterSite && <> → {name(document.counterSite)}</>}</dd></div>
            <div><dt>{t('occurredAt')}</dt><dd>{dateTime(document.occurredAt)}</dd></div>
            <div><dt>{t('recordedAt')}</dt><dd>{dateTime(document.recordedAt)}</dd></div>
            <div><dt>{t('recordedBy')}</dt><dd>{document.recordedBy ?? t('system')}</dd></div>
            {document.reverses && <div><dt>{t('reversalOf')}</dt><dd className="code">{document.reverses}</dd></div>}
            {document.reversedBy && <div><dt>{t('reversedBy')}</dt><dd className="code">{document.reversedBy}</dd></div>}
            {document.note && <div><dt>{term('note')}</dt><dd>{document.note}</dd></div>}
          </dl>
        </Card>
        <Card title={t('lines')} extra={<span className="muted">{t('totalLines', { count: document.movements.length })}</span>}>
          <DataTable
            caption={t('lines')}
            rows={document.movements}
            rowKey={(line) => String(line.lineNo)}
            columns={[
              { key: 'lineNo', title: t('lineNo'), number: true, cell: (line) => line.lineNo },
              { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <><PathLink to={`/items/${line.item.code}`}>{name(line.item)}</PathLink><span className="sub"><span className="code">{line.item.code}</span> {line.item.spec}</span></> },
              { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => <span className="code">{line.lot.lotNo}{line.lot.serialNo && <span className="sub">{line.lot.serialNo}</span>}</span> },
              { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (line) => line.lot.expiresOn ?? '–' },
              { key: 'quantity', title: term('quantity'), number: true, cell: (line) => <strong><Quantity value={line.quantity} of={line.item} /></strong> },
              { key: 'from', title: t('from'), cell: (line) => place(line.fromPlace) },
              { key: 'to', title: t('toPlace'), cell: (line) => place(line.toPlace) },
              { key: 'owner', title: term('owner'), cell: (line) => <>{name(line.reserve.owner)}<span className="sub">{term(line.reserve.custody)}</span></> },
            ]}
          />
        </Card>
      </div>
      <DocumentSheet document={document} />
    </div>
  )
}
