import { useState } from 'react'
import { useLocation } from 'wouter'
import { dateTime } from '../../../shared/format.ts'
import { wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { isUnsure, type Operation } from '../../../shared/outbox/operation.ts'
import { OperationLines, useOperationName } from '../../operations/OperationText.tsx'
import { queue, useQueue } from '../../operations/queue.ts'
import { ReasonEntry } from '../../parts/ReasonEntry.tsx'
import { reopen } from '../reopen.ts'
import { trayWords } from './words.ts'

/** One operation in the tray, and what can be done about it. */
export function OperationCard({ operation, mine, first }: { operation: Operation; mine: boolean; first: boolean }) {
  const t = useWords(trayWords)
  const name = useNames()
  const called = useOperationName()
  const [, go] = useLocation()
  const { operations } = useQueue()
  const [givingUp, setGivingUp] = useState(false)
  const [reason, setReason] = useState('')
  const { state } = operation
  const held = state === 'QUEUED' && !first && operation.subject !== null && operations.some((other) => other.order < operation.order && other.subject === operation.subject && other.state === 'REJECTED')
  const words = state === 'SENDING' ? t('sending') : isUnsure(operation) ? t('unsure') : held ? t('held') : state === 'QUEUED' ? t('waits') : state === 'VOID' ? t('voided', { reason: operation.voidReason }) : state === 'REPLACED' ? t('replaced') : ''
  return (
    <li className={`card ${state === 'REJECTED' ? 'card-rejected' : ''}`}>
      <p className="card-title"><strong>{called(operation)}</strong> {name(operation.shown.place)} {operation.shown.about}</p>
      <OperationLines operation={operation} />
      <p className="small">{t('at', { time: dateTime(operation.occurredAt) })} {operation.answer?.number && <span className="code">{t('number', { number: operation.answer.number })}</span>}</p>
      {words && <p className="small">{words}</p>}
      {!mine && <p className="small">{t('othersWhy', { account: operation.account })}</p>}
      {state === 'REJECTED' && <div className="notice notice-error">{operation.refusals.map((refusal, index) => <p key={index}>{wordRefusal(refusal)}</p>)}</div>}
      {mine && state === 'REJECTED' && !givingUp && (
        <p className="card-buttons">
          {operation.form && <button type="button" className="small-button" onClick={() => go(reopen(operation))}>{t('change')}</button>}
          <button type="button" className="small-button" onClick={() => setGivingUp(true)}>{t('giveUp')}</button>
        </p>
      )}
      {mine && state === 'REJECTED' && givingUp && (
        <>
          <ReasonEntry label={t('giveUpWhy')} reasons={[t('reasonWrong'), t('reasonTwice'), t('reasonPaper')]} text={reason} onText={setReason} />
          <button type="button" className="small-button" disabled={reason.trim() === ''} onClick={() => void queue().giveUp(operation.seq, reason.trim())}>{t('giveUpConfirm')}</button>
        </>
      )}
      {mine && state === 'QUEUED' && operation.attempts === 0 && (
        <p className="card-buttons"><button type="button" className="small-button" onClick={() => void queue().withdraw(operation.seq)}>{t('withdraw')}</button></p>
      )}
    </li>
  )
}
