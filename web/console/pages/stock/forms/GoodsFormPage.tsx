import { Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useViewer } from '../../../useSession.ts'
import { goodsSearch } from '../search.ts'
import { DraftNote } from './DraftNote.tsx'
import { FormFoot } from './FormFoot.tsx'
import { GoodsLines } from './GoodsLines.tsx'
import { submitOnCtrlEnter } from './submitOnCtrlEnter.ts'
import type { Sending } from './useFormWrite.ts'
import type { GoodsForm } from './useGoodsForm.ts'
import { goodsWords } from './goodsWords.ts'
import { formWords } from './words.ts'

type Props<R extends string> = {
  title: string
  note: ReactNode
  form: GoodsForm
  reasons: readonly R[]
  /** The button that sends it. */
  post: string
  noteRequired?: boolean
  directions?: boolean
  /** When it happened is asked for: what is only proposed happens later. */
  occurred?: boolean
  pending: boolean
  onSend: (reason: R, siteId: string, how: Sending) => void
}

/** The page of a form about goods at a site: where, why, and which. */
export function GoodsFormPage<R extends string>({ title, note, form, reasons, post, noteRequired = false, directions = false, occurred = false, pending, onSend }: Props<R>) {
  const t = useWords(goodsWords)
  const f = useWords(formWords)
  const term = useTerm()
  const viewer = useViewer()
  const { draft, site } = form
  const send = (how: Sending) => {
    const reason = reasons.find((one) => one === draft.reason)
    if (pending || !form.check([!site && f('chooseSite'), !reason && f('chooseReason'), noteRequired && draft.note.trim() === '' && t('noteNeeded')])) return
    onSend(reason!, site!.id, how)
  }
  return (
    <form className="page" onSubmit={(event) => { event.preventDefault(); send('post') }} onKeyDown={submitOnCtrlEnter(() => send('post'))} noValidate>
      <PageHeader title={title} note={note} />
      <IgnoredParams known={goodsSearch} />
      <DraftNote form={form} />
      {form.restored && <p className="notice" role="status">{f('draftRestored')}</p>}
      {viewer.keepsSites.length === 0 && <p className="notice">{f('nothingToKeep')}</p>}
      <Card title={f('head')}>
        <div className="form-head">
          <Field label={term('site')}><SiteSelect required value={draft.site || undefined} only={viewer.keepsSites.map((one) => one.code)} onChange={(next) => form.set({ site: next?.code ?? '' })} /></Field>
          <fieldset className="chips">
            <legend className="field-label">{term('reason')}</legend>
            <Radio.Group optionType="button" value={draft.reason || null} onChange={(event) => form.set({ reason: event.target.value as string })} options={reasons.map((reason) => ({ value: reason, label: term(reason) }))} />
          </fieldset>
          {occurred && <Field label={f('occurredAt')} hint={f('occurredHint')}><input className="plain-input" type="datetime-local" value={draft.occurredAt} onChange={(event) => form.set({ occurredAt: event.target.value })} /></Field>}
          <Field label={noteRequired ? t('whatHappened') : term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => form.set({ note: event.target.value })} /></Field>
        </div>
      </Card>
      <Card title={f('lines')} extra={form.failed && <span className="muted">{t('stockUnread')}</span>}>
        <GoodsLines form={form} directions={directions} />
        <FormFoot form={form} pending={pending} post={post} onDraft={() => send('draft')} />
      </Card>
    </form>
  )
}
