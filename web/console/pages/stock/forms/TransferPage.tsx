import { useSearch } from '@tanstack/react-router'
import { Input } from 'antd'
import { graphql } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useSites } from '../../../parts/sites.ts'
import { useViewer } from '../../../useSession.ts'
import { StorageOverride, useMayOverride } from '../../storage/binStorageOverride.tsx'
import { binWords } from '../../storage/binWords.ts'
import { formSearch } from '../search.ts'
import { DraftNote } from './DraftNote.tsx'
import { PickedLines } from './PickedLines.tsx'
import { LinePutAway } from './PutAwayChoice.tsx'
import { instantOf } from './instant.ts'
import { issueLineInput } from './lines.ts'
import { submitOnCtrlEnter } from './submitOnCtrlEnter.ts'
import { useFormWrite, type Sending } from './useFormWrite.ts'
import { useLineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

const TransferGoods = graphql(`mutation TransferGoods($input: TransferGoodsInput!) { transferGoods(input: $input) { replayed warnings { ...WarningFields } document { id revision state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

/** P13. From a site that the viewer keeps to another. */
export function TransferPage() {
  const { draft } = useSearch({ from: '/transfer' })
  return <TransferForm key={draft ?? ''} />
}

function TransferForm() {
  const t = useWords(formWords)
  const b = useWords(binWords)
  const term = useTerm()
  const viewer = useViewer()
  const sites = useSites().data
  const form = useLineForm('transfer', useSearch({ from: '/transfer' }), { site: viewer.keepsSites[0]?.code ?? '', reason: 'TRANSFER' })
  const { send, pending, error } = useFormWrite(TransferGoods, form)
  const { draft } = form
  const site = sites?.find((one) => one.code === draft.site)
  const toSite = sites?.find((one) => one.code === draft.toSite)
  // What somebody else has to receive is put away by them.
  const arrives = toSite !== undefined && viewer.keepsSites.some((one) => one.id === toSite.id)
  const mayOverride = useMayOverride(error)
  const overriding = mayOverride || draft.override !== ''
  const submit = (how: Sending = 'post') => {
    if (pending || !form.check(false, [!site && t('chooseSite'), !toSite && t('chooseToSite')])) return
    send(
      { siteId: site!.id, toSiteId: toSite!.id, note: draft.note.trim() || null, occurredAt: instantOf(draft.occurredAt), storageOverride: overriding ? draft.override.trim() || null : null,
        lines: form.filled.map((line) => ({ ...issueLineInput(line), toBinId: arrives ? (line.bin?.id ?? null) : null })) },
      how,
    )
  }
  return (
    <form className="page" onSubmit={(event) => { event.preventDefault(); submit() }} onKeyDown={submitOnCtrlEnter(() => submit())} noValidate>
      <PageHeader title={t('transfer')} note={t('transferNote')} />
      <IgnoredParams known={formSearch} />
      <DraftNote form={form} />
      {form.restored && <p className="notice" role="status">{t('draftRestored')}</p>}
      <Card title={t('head')}>
        <div className="form-head">
          <Field label={t('fromSite')}><SiteSelect required value={draft.site || undefined} only={viewer.keepsSites.map((one) => one.code)} onChange={(next) => form.set({ site: next?.code ?? '' })} /></Field>
          <Field label={t('toSite')}><SiteSelect required value={draft.toSite || undefined} except={draft.site} onChange={(next) => form.set({ toSite: next?.code ?? '', lines: draft.lines.map((line) => ({ ...line, bin: null })) })} /></Field>
          <Field label={t('occurredAt')} hint={t('occurredHint')}><input className="plain-input" type="datetime-local" value={draft.occurredAt} onChange={(event) => form.set({ occurredAt: event.target.value })} /></Field>
          <Field label={term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => form.set({ note: event.target.value })} /></Field>
        </div>
      </Card>
      <PickedLines form={form} siteId={site?.id} pending={pending} onDraft={() => submit('draft')}
        {...(arrives ? { below: (line, row) => line.item && <LinePutAway form={form} siteId={toSite.id} line={line} row={row} /> } : {})}
        {...(overriding ? { beforeFoot: <StorageOverride reason={draft.override} onChange={(override) => form.set({ override })} /> } : {})}
        {...(overriding && draft.override.trim() !== '' ? { post: b('overrideDo') } : {})} />
    </form>
  )
}
