import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useParams } from 'wouter'
import { dateTime, quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { isOpen } from '../../../shared/outbox/operation.ts'
import { useQueue } from '../../operations/queue.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ReasonEntry } from '../../parts/ReasonEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useViewer } from '../../session/useSession.ts'
import { readThrough } from '../../snapshot/read.ts'
import { usePlaceName } from '../../snapshot/usePlaceName.ts'
import { useCommon } from '../../words.ts'
import { loadDocument, recordReversal } from './documents.ts'
import { documentWords } from './words.ts'

/** A document and what it moved. Where it may be undone, that is two taps: why, and yes. */
export function DocumentPage() {
  const t = useWords(documentWords)
  const c = useCommon()
  const term = useTerm()
  const placeName = usePlaceName()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const { id } = useParams<{ id: string }>()
  const account = useViewer().account
  const { data, error } = useQuery({ queryKey: ['history', 'document', id], queryFn: () => readThrough(`document:${id}`, () => loadDocument(id)) })
  const undoing = useQueue().operations.some((operation) => operation.subject === id && operation.kind === 'reverseDocument' && isOpen(operation))
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const document = data?.value
  if (!document) return <Screen title={t('title')}><p role="status">{error ? c('notKept') : data ? c('nothing') : c('loading')}</p></Screen>
  const undo = async () => {
    setBusy(true)
    const operation = await recordReversal(document, reason.trim(), account)
    go(`/done/${operation.seq}`, { replace: true })
  }
  const mayUndo = document.reversible && !undoing
  return (
    <Screen title={document.number} under={`${term(document.kind)} · ${term(document.state)}`}
      foot={mayUndo && (asking ? <button type="button" className="main-button" disabled={busy || reason.trim() === ''} onClick={() => void undo()}>{t('confirm')}</button> : <button type="button" className="second-button" onClick={() => setAsking(true)}>{t('undo')}</button>)}>
      {undoing && <p className="notice" role="status">{t('undone')}</p>}
      {asking && mayUndo && <ReasonEntry label={t('undoWhy')} reasons={[t('wrongQuantity'), t('wrongItem'), t('twice')]} text={reason} onText={setReason} />}
      <section className="card">
        <p>{term(document.reason)} · {name(document.site)}{document.counterSite && ` → ${name(document.counterSite)}`}</p>
        <p className="small">{t('at', { time: dateTime(document.occurredAt) })}</p>
        <p className="small">{t('recorded', { time: dateTime(document.recordedAt), by: document.recordedBy ?? t('system') })}</p>
        {document.note && <p>{document.note}</p>}
        {document.reverses && <p><strong>{t('reverses', { number: document.reverses })}</strong></p>}
        {document.reversedBy && <p><strong>{t('reversedBy', { number: document.reversedBy })}</strong></p>}
      </section>
      <ul className="rows" aria-label={t('lines')}>
        {document.movements.map((line) => (
          <li key={line.lineNo} className="card">
            <p className="card-title"><strong>{name(line.item)}</strong> <span className="code small">{line.item.code}</span></p>
            <p className="card-figure">{quantity(line.quantity)} <span className="entry-unit">{unitOf(language, line.item)}</span></p>
            <p className="small"><span className="code">{line.lot.serialNo ? c('serial', { no: line.lot.serialNo }) : c('lot', { no: line.lot.lotNo })}</span> <Expiry date={line.lot.expiresOn} /></p>
            <p className="small">{t('between', { from: placeName(line.fromPlace), to: placeName(line.toPlace) })}</p>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
