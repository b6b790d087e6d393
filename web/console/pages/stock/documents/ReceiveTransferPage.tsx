import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { Refused } from '../../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../../shared/i18n/refusals.ts'
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
import { useHasBins } from '../../storage/binQueries.ts'
import { StorageOverride, useMayOverride } from '../../storage/binStorageOverride.tsx'
import { binWords } from '../../storage/binWords.ts'
import { ArrivalLine } from './ArrivalLine.tsx'
import { NoDocument, useDocument } from './DocumentPage.tsx'
import { arrivalInputs, arrivedOf, lineNoOf, missingOf, type Arrivals, type Part } from './arrivals.ts'
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

/** What arrived of each line and where it is put; begins with everything as sent. */
function Arrival({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const b = useWords(binWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const [arrivals, setArrivals] = useState<Arrivals>({})
  const [note, setNote] = useState('')
  const [override, setOverride] = useState('')
  const write = useWrite(ReceiveTransfer)
  const siteId = document.counterSite?.id
  const hasBins = useHasBins(siteId)
  const arrived = document.movements.map((line) => arrivedOf(line, arrivals))
  const wrong = arrived.includes(null)
  const short = document.movements.some((line, index) => arrived[index] !== null && !isZero(missingOf(line, arrived[index]!)))
  const told = wrong ? [] : arrivalInputs(document.movements, arrivals)
  const offered = useMayOverride(write.error)
  const overriding = offered || override !== ''
  const refusals = write.error instanceof Refused ? write.error.refusals : []
  const lineOf = (refusal: (typeof refusals)[number]) => lineNoOf(refusal, told)
  const setParts = (lineNo: number, parts: readonly Part[] | null) => {
    const { [lineNo]: _, ...others } = arrivals
    setArrivals(parts ? { ...others, [lineNo]: parts } : others)
    write.reset()
  }
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
            if (wrong || write.isPending) return
            write.mutate({ documentId: document.id, arrivals: told.length > 0 ? told : null, note: note.trim() || null, storageOverride: overriding ? override.trim() || null : null }, {
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
                { key: 'received', title: hasBins ? t('receivedInto') : t('received'), cell: (line) => siteId && (
                  <ArrivalLine line={line} arrivals={arrivals} siteId={siteId} hasBins={hasBins} onParts={(parts) => setParts(line.lineNo, parts)} problems={refusals.filter((refusal) => lineOf(refusal) === line.lineNo).map(wordRefusal)} />
                ) },
                { key: 'difference', title: t('difference'), number: true, cell: (line, index) => {
                  const got = arrived[index] ?? null
                  if (got === null) return '–'
                  const missing = missingOf(line, got)
                  return isZero(missing) ? <span className="muted">0</span> : <Quantity value={`-${missing}`} of={line.item} />
                } },
              ]}
            />
          </Card>
          <Card>
            <div className="stack">
              {short && <Field label={t('differenceNote')} wide><Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>}
              {overriding && <StorageOverride reason={override} onChange={setOverride} />}
              {write.error && (refusals.length === 0 || refusals.some((refusal) => lineOf(refusal) === null)) ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
              <div className="actions">
                <Button type="primary" htmlType="submit" loading={write.isPending} disabled={wrong || (short && note.trim() === '') || (offered && override.trim() === '')}>{overriding && override.trim() !== '' ? b('overrideDo') : short ? t('confirmReceive') : `${t('confirmReceive')} · ${t('allArrived')}`}</Button>
              </div>
            </div>
          </Card>
        </form>
      )}
    </div>
  )
}
