import { useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { graphql } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useSites } from '../../../parts/sites.ts'
import { useViewer } from '../../../useSession.ts'
import { useWrite } from '../../../useWrite.ts'
import { StorageOverride, useMayOverride } from '../../storage/binStorageOverride.tsx'
import { binWords } from '../../storage/binWords.ts'
import { formSearch } from '../search.ts'
import { FormFoot } from './FormFoot.tsx'
import { LineGrid } from './LineGrid.tsx'
import { LinePutAway } from './PutAwayChoice.tsx'
import { instantOf } from './instant.ts'
import { receiptLineInput } from './lines.ts'
import { submitOnCtrlEnter } from './submitOnCtrlEnter.ts'
import { useLineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

const ReceiveGoods = graphql(`mutation ReceiveGoods($input: ReceiveGoodsInput!) { receiveGoods(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

const reasons = ['PURCHASE', 'DONATION', 'PRODUCTION', 'REQUISITION', 'RETURN'] as const

/** P11. What arrived, lot by lot. */
export function ReceivePage() {
  const t = useWords(formWords)
  const b = useWords(binWords)
  const term = useTerm()
  const viewer = useViewer()
  const sites = useSites().data
  const form = useLineForm('receive', useSearch({ from: '/receive' }), { site: viewer.keepsSites[0]?.code ?? '', reason: 'PURCHASE' })
  const write = useWrite(ReceiveGoods)
  const { draft } = form
  const site = sites?.find((one) => one.code === draft.site)
  const mayOverride = useMayOverride(write.error)
  const overriding = mayOverride || draft.override !== ''
  const submit = () => {
    if (write.isPending || !form.check(true, [!site && t('chooseSite')])) return
    write.mutate(
      { siteId: site!.id, reason: draft.reason as (typeof reasons)[number], note: draft.note.trim() || null, occurredAt: instantOf(draft.occurredAt), storageOverride: overriding ? draft.override.trim() || null : null, lines: form.filled.map(receiptLineInput) },
      { onSuccess: ({ document }) => form.posted(document), onError: form.refuse },
    )
  }
  return (
    <form className="page" onSubmit={(event) => { event.preventDefault(); submit() }} onKeyDown={submitOnCtrlEnter(submit)} noValidate>
      <PageHeader title={t('receive')} note={t('receiveNote')} />
      <IgnoredParams known={formSearch} />
      {form.restored && <p className="notice" role="status">{t('draftRestored')}</p>}
      <Card title={t('head')}>
        <div className="form-head">
          <Field label={term('site')}><SiteSelect required value={draft.site || undefined} only={viewer.keepsSites.map((one) => one.code)} onChange={(next) => form.set({ site: next?.code ?? '', lines: draft.lines.map((line) => ({ ...line, bin: null })) })} /></Field>
          <Field label={term('reason')}><Select className="select" value={draft.reason} onChange={(reason: string) => form.set({ reason })} options={reasons.map((reason) => ({ value: reason, label: term(reason) }))} /></Field>
          <Field label={t('occurredAt')} hint={t('occurredHint')}><input className="plain-input" type="datetime-local" value={draft.occurredAt} onChange={(event) => form.set({ occurredAt: event.target.value })} /></Field>
          <Field label={term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => form.set({ note: event.target.value })} /></Field>
        </div>
      </Card>
      <Card title={t('lines')} extra={<span className="muted">{t('pasteHint')}</span>}>
        <LineGrid form={form} receipt below={(line, row) => site && line.item && <LinePutAway form={form} siteId={site.id} line={line} row={row} />} />
        {overriding && <StorageOverride reason={draft.override} onChange={(override) => form.set({ override })} />}
        <FormFoot form={form} pending={write.isPending} {...(overriding && draft.override.trim() !== '' ? { post: b('overrideDo') } : {})} />
      </Card>
    </form>
  )
}
