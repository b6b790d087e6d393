import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { DataTable } from '../../../parts/DataTable.tsx'
import { ErrorCard } from '../../../parts/ErrorCard.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { PageSkeleton } from '../../../parts/Skeleton.tsx'
import { useWrite } from '../../../useWrite.ts'
import { NoDocument, useDocument } from './DocumentPage.tsx'
import { arrivalFits, missingOf, shortArrivals } from './arrivals.ts'
import { ReceiveTransfer, type DocumentView } from './documentQueries.ts'
import { documentWords } from './words.ts'

export function ReceiveTransferPage() {
  const { id } = useParams({ from: '/documents/$id/receive' })
  const t = useWords(documentWords)
  const query = useDocument(id)
  if (query.error && !query.data) return <div className="page"><PageHeader title={t('receiveIt')} /><Card><ErrorCard error={query.error} onRetry={query.refetch} /></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  return query.data === null ? <NoDocument /> : <Arrival document={query.data} />
}

/** What arrived of each line; begins with everything as sent. */
function Arrival({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const [received, setReceived] = useState<Record<number, string>>({})
  const [note, setNote] = useState('')
  const write = useWrite(ReceiveTransfer)
  const typed = (line: DocumentView['movements'][number]) => received[line.lineNo] ?? line.quantity
  const wrong = document.movements.some((line) => !arrivalFits(line, typed(line)))
  const short = wrong ? [] : shortArrivals(document.movements, received)
  const open = document.kind === 'TRANSFER' && document.state === 'IN_TRANSIT'
  return (
    <div className="page">
      <PageHeader title={t('receiveTitle', { number: document.number })} trail={[{ title: t('documents'), to: '/documents' }, { title: document.number, to: `/documents/${document.id}` }]} note={t('receiveNote')} />
      {!open && <p className="notice">{t('received_done')}</p>}
      {open && (
        <form
          className="page-body"
          onSubmit={(event) => {
            event.preventDefault()
            write.mutate({ documentId: document.id, arrivals: short.length > 0 ? short : null, note: note.trim() || null }, {
              onSuccess: ({ document: arrival }) => arrival && navigate({ to: '/documents/$id', params: { id: arrival.id }, search: { posted: '1' } }),
            })
          }}
        >
          <Card>
            <p>{name(document.site)} → <strong>{name(document.counterSite)}</strong></p>
            <DataTable
              caption={t('lines')}
              rows={document.movements}
              rowKey={(line) => String(line.lineNo)}
              columns={[
                { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <>{name(line.item)}<span className="sub code">{line.item.code}</span></> },
                { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => <span className="code">{line.lot.lotNo}<span className="sub">{line.lot.expiresOn}</span></span> },
                { key: 'sent', title: t('sent'), number: true, cell: (line) => <Quantity value={line.quantity} of={line.item} /> },
                { key: 'received', title: t('received'), number: true, cell: (line) => {
                  const fits = arrivalFits(line, typed(line))
                  return (
                    <>
                      <input className="plain-input number-input" inputMode="decimal" aria-label={`${t('received')} ${name(line.item)} ${line.lot.lotNo}`} aria-invalid={!fits} value={typed(line)}
                        onFocus={(event) => event.target.select()} onChange={(event) => setReceived({ ...received, [line.lineNo]: event.target.value })} />
                      {!fits && <span className="field-error" role="alert">{t('receivedRange', { sent: quantity(line.quantity) })}</span>}
                    </>
                  )
                } },
                { key: 'difference', title: t('difference'), number: true, cell: (line) => {
                  if (!arrivalFits(line, typed(line))) return '–'
                  const missing = missingOf(line, typed(line))
                  return isZero(missing) ? <span className="muted">0</span> : <Quantity value={`-${missing}`} of={line.item} />
                } },
              ]}
            />
          </Card>
          <Card>
            <div className="stack">
              {short.length > 0 && <Field label={t('differenceNote')} wide><Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>}
              {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
              <div className="actions">
                <Button type="primary" htmlType="submit" loading={write.isPending} disabled={wrong || (short.length > 0 && note.trim() === '')}>{short.length > 0 ? t('confirmReceive') : `${t('confirmReceive')} · ${t('allArrived')}`}</Button>
              </div>
            </div>
          </Card>
        </form>
      )}
    </div>
  )
}
