// One panel for each step of a document's life that asks for something before it is taken.
import { Button, Input, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import { Refused } from '../../../../shared/graphql/ask.ts'
import { refusalsOf } from '../../../../shared/graphql/refusal.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { useWrite } from '../../../useWrite.ts'
import { instantOf } from '../forms/instant.ts'
import { AppraiseScrap, ApproveDocuments, CancelDocument, DisposeScrap, PostDocument, RefuseDocument, SubmitDocument, type DocumentView } from './documentQueries.ts'
import { approvalsOf, shownLines } from './documentLines.ts'
import { documentWords } from './words.ts'

export type Step = DocumentView['steps'][number]
export type PanelStep = Exclude<Step, 'EDIT'>
type Props = { document: DocumentView; onClose: () => void; onDone: (step: PanelStep) => void }

const panels: Readonly<Record<PanelStep, (props: Props) => ReactNode>> = { SUBMIT: Submit, APPRAISE: Appraise, APPROVE: Approve, REFUSE: Refuse, POST: Post, DISPOSE: Dispose, CANCEL: Cancel }

export function StepPanel({ step, ...props }: Props & { step: PanelStep }) {
  const Panel = panels[step]
  return <Panel {...props} />
}

type FrameProps = { title: string; why: ReactNode; confirm: string; danger?: boolean; ready: boolean; error: unknown; pending: boolean; onConfirm: () => void; onClose: () => void; children?: ReactNode }

function Frame({ title, why, confirm, danger, ready, error, pending, onConfirm, onClose, children }: FrameProps) {
  const term = useTerm()
  const say = useWordError()
  return (
    <Card title={title}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (!pending && ready) onConfirm() }}>
        <p className="muted">{why}</p>
        {children}
        {error ? <p className="field-error" role="alert">{say(error)}</p> : null}
        <div className="actions">
          <Button type="primary" danger={danger ?? false} htmlType="submit" loading={pending} disabled={!ready}>{confirm}</Button>
          <Button onClick={onClose}>{term('back')}</Button>
        </div>
      </form>
    </Card>
  )
}

const at = (document: DocumentView) => ({ documentId: document.id, revision: document.revision })

function Submit({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const write = useWrite(SubmitDocument)
  return <Frame title={t('submitTitle')} why={t(document.state === 'REFUSED' ? 'submitAgainWhy' : 'submitWhy')} confirm={t('confirmSubmit')} ready error={write.error} pending={write.isPending} onClose={onClose}
    onConfirm={() => write.mutate(at(document), { onSuccess: () => onDone('SUBMIT') })} />
}

/** Approves one document; what the server says of it is what is shown. */
function Approve({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const write = useWrite(ApproveDocuments)
  const refused = write.data?.results.flatMap((one) => one.userErrors) ?? []
  const { missing } = approvalsOf(document)
  return (
    <Frame title={t('approveTitle', { count: shownLines(document).lines.length })} why={t(missing > 1 ? 'approveNotLast' : document.kind === 'ADJUSTMENT' ? 'approvePosts' : 'approveWhy')} confirm={t('confirmApprove')} ready
      error={write.error ?? (refused.length > 0 ? new Refused(refusalsOf(refused)) : null)} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ documents: [at(document)] }, { onSuccess: ({ results }) => { if (results.every((one) => one.approved)) onDone('APPROVE') } })} />
  )
}

function Refuse({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const write = useWrite(RefuseDocument)
  const [reason, setReason] = useState('')
  return (
    <Frame title={t('refuseTitle')} why={t('refuseWhy')} confirm={t('confirmRefuse')} danger ready={reason.trim() !== ''} error={write.error} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ ...at(document), reason: reason.trim() }, { onSuccess: () => onDone('REFUSE') })}>
      <Field label={t('refuseReason')} wide><Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
    </Frame>
  )
}

function Cancel({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const write = useWrite(CancelDocument)
  const [reason, setReason] = useState('')
  return (
    <Frame title={t('cancelTitle')} why={t('cancelWhy')} confirm={t('confirmCancel')} danger ready={reason.trim() !== ''} error={write.error} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ ...at(document), reason: reason.trim() }, { onSuccess: () => onDone('CANCEL') })}>
      <Field label={t('cancelReason')} wide><Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
    </Frame>
  )
}

function Post({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const write = useWrite(PostDocument)
  const [occurredAt, setOccurredAt] = useState('')
  return (
    <Frame title={t('postTitle')} why={t('postWhy')} confirm={t('confirmPost')} ready error={write.error} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ ...at(document), occurredAt: instantOf(occurredAt) }, { onSuccess: () => onDone('POST') })}>
      <Field label={t('goneAt')} hint={t('goneAtHint')}><input className="plain-input" type="datetime-local" value={occurredAt} onChange={(event) => setOccurredAt(event.target.value)} /></Field>
    </Frame>
  )
}

const findings = ['UNUSABLE', 'REPAIRABLE', 'USABLE'] as const

function Appraise({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const term = useTerm()
  const write = useWrite(AppraiseScrap)
  const [finding, setFinding] = useState<(typeof findings)[number] | null>(null)
  const [note, setNote] = useState('')
  return (
    <Frame title={term('APPRAISE')} why={t('appraiseWhy')} confirm={t('confirmAppraise')} ready={finding !== null && note.trim() !== ''} error={write.error} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ ...at(document), finding: finding!, note: note.trim() }, { onSuccess: () => onDone('APPRAISE') })}>
      <fieldset className="chips">
        <legend className="field-label">{t('finding')}</legend>
        <Radio.Group optionType="button" value={finding} onChange={(event) => setFinding(event.target.value as (typeof findings)[number])} options={findings.map((one) => ({ value: one, label: term(one) }))} />
      </fieldset>
      <Field label={t('appraiseNote')} wide><Input.TextArea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
    </Frame>
  )
}

const ways = ['DESTROYED', 'RECYCLED', 'SOLD', 'HANDED_OVER', 'WRITTEN_OFF'] as const

function Dispose({ document, onClose, onDone }: Props) {
  const t = useWords(documentWords)
  const term = useTerm()
  const write = useWrite(DisposeScrap)
  const [way, setWay] = useState<(typeof ways)[number] | null>(null)
  const [proceeds, setProceeds] = useState('')
  const [note, setNote] = useState('')
  const yuan = proceeds.normalize('NFKC').replace(/[\s,]/g, '')
  const fits = yuan === '' || /^\d{1,12}(\.\d{1,2})?$/.test(yuan)
  return (
    <Frame title={term('DISPOSE')} why={t('disposeWhy')} confirm={t('confirmDispose')} ready={way !== null && fits} error={write.error} pending={write.isPending} onClose={onClose}
      onConfirm={() => write.mutate({ ...at(document), way: way!, proceeds: yuan || null, note: note.trim() || null }, { onSuccess: () => onDone('DISPOSE') })}>
      <fieldset className="chips">
        <legend className="field-label">{t('way')}</legend>
        <Radio.Group optionType="button" value={way} onChange={(event) => setWay(event.target.value as (typeof ways)[number])} options={ways.map((one) => ({ value: one, label: term(one) }))} />
      </fieldset>
      <Field label={t('proceedsLabel')} hint={t('proceedsHint')} error={fits ? null : t('proceedsFault')}><input className="plain-input number-input" inputMode="decimal" aria-invalid={!fits} value={proceeds} onChange={(event) => setProceeds(event.target.value)} /></Field>
      <Field label={t('disposeNote')} wide><Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
    </Frame>
  )
}
