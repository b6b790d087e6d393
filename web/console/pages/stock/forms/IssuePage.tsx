import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { ask } from '../../../../shared/graphql/ask.ts'
import { graphql } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { may } from '../../../../shared/session.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useSites } from '../../../parts/sites.ts'
import { useViewer } from '../../../useSession.ts'
import { OverrideOffer } from '../../reserves/OverrideOffer.tsx'
import { formSearch } from '../search.ts'
import { DraftNote } from './DraftNote.tsx'
import { PickedLines } from './PickedLines.tsx'
import { instantOf } from './instant.ts'
import { issueLineInput } from './lines.ts'
import { issuableSites, issueReasonsOf } from './issuing.ts'
import { submitOnCtrlEnter } from './submitOnCtrlEnter.ts'
import { useFormWrite, type Sending } from './useFormWrite.ts'
import { useLineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

const IssueGoods = graphql(`mutation IssueGoods($input: IssueGoodsInput!) { issueGoods(input: $input) { replayed warnings { ...WarningFields } document { id revision state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const OpenIncidentsQuery = graphql(`query OpenIncidents { incidents(openOnly: true, first: 100) { nodes { id number name drill } } }`)

/** P12. Direct issue: one form, no wizard. */
export function IssuePage() {
  const { draft } = useSearch({ from: '/issue' })
  return <IssueForm key={draft ?? ''} />
}

function IssueForm() {
  const t = useWords(formWords)
  const term = useTerm()
  const viewer = useViewer()
  const search = useSearch({ from: '/issue' })
  const sites = useSites().data
  const choices = sites && issuableSites(viewer, sites)
  const reasons = issueReasonsOf(viewer)
  const form = useLineForm('issue', search, { site: viewer.keepsSites[0]?.code ?? '', reason: reasons[0] })
  const { send, pending, error } = useFormWrite(IssueGoods, form)
  const { draft } = form
  const site = choices?.find((one) => one.code === draft.site)
  const incidents = useQuery({ queryKey: ['openIncidents'], queryFn: () => ask(OpenIncidentsQuery).then((answer) => answer.incidents.nodes), enabled: may(viewer, 'incident.read') })
  const real = incidents.data?.filter((incident) => !incident.drill)
  const forIncident = draft.reason === 'INCIDENT'
  const mayOverride = may(viewer, 'minimum.override') && forIncident
  const submit = (how: Sending = 'post', overrideId: string | null = null) => {
    if (pending || !form.check(false, [!site && t('chooseSite'), forIncident && draft.incident === '' && t('chooseIncident')])) return
    send(
      {
        siteId: site!.id, reason: draft.reason as (typeof reasons)[number], incidentId: forIncident ? draft.incident : null, overrideId, overrideReason: mayOverride && !overrideId ? draft.override.trim() || null : null,
        note: draft.note.trim() || null, occurredAt: instantOf(draft.occurredAt), lines: form.filled.map(issueLineInput),
      },
      how,
    )
  }
  return (
    <form className="page" onSubmit={(event) => { event.preventDefault(); submit() }} onKeyDown={submitOnCtrlEnter(() => submit())} noValidate>
      <PageHeader title={t('issue')} note={t('issueNote')} />
      <IgnoredParams known={formSearch} />
      <DraftNote form={form} />
      {form.restored && <p className="notice" role="status">{t('draftRestored')}</p>}
      {choices?.length === 0 && <p className="notice">{t('nothingToKeep')}</p>}
      <Card title={t('head')}>
        <div className="form-head">
          <Field label={t('fromSite')}><SiteSelect required value={draft.site || undefined} only={choices?.map((one) => one.code) ?? []} onChange={(next) => form.set({ site: next?.code ?? '' })} /></Field>
          <Field label={term('reason')}><Select className="select" value={draft.reason} onChange={(reason: string) => form.set({ reason })} options={reasons.filter((reason) => reason !== 'INCIDENT' || !form.editing).map((reason) => ({ value: reason, label: term(reason) }))} /></Field>
          {forIncident && (
            <Field label={t('incident')} wide hint={real?.length === 0 ? t('noIncidents') : undefined}>
              <Select className="select" value={draft.incident || undefined} onChange={(incident: string) => form.set({ incident })} popupMatchSelectWidth={false}
                options={(real ?? []).map((incident) => ({ value: incident.id, label: `${incident.number} ${incident.name}` }))} />
            </Field>
          )}
          <Field label={t('occurredAt')} hint={t('occurredHint')}><input className="plain-input" type="datetime-local" value={draft.occurredAt} onChange={(event) => form.set({ occurredAt: event.target.value })} /></Field>
          <Field label={term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => form.set({ note: event.target.value })} /></Field>
          {mayOverride && <Field label={t('override')} wide hint={t('overrideHint')}><Input maxLength={500} value={draft.override} onChange={(event) => form.set({ override: event.target.value })} /></Field>}
        </div>
      </Card>
      <PickedLines form={form} siteId={site?.id} pending={pending} {...(forIncident ? {} : { onDraft: () => submit('draft') })} />
      {forIncident && <OverrideOffer error={error} incidentId={draft.incident} pending={pending} onUse={(overrideId) => submit('post', overrideId)} />}
    </form>
  )
}
