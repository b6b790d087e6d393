import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useCallback, useState, type ReactNode } from 'react'
import { quantity } from '../../../shared/format.ts'
import { fold } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { Field, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { useItemByCode } from '../../parts/items.ts'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { OrganisationSelect, SiteSelect } from '../../parts/SiteSelect.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { useOrganisations, useSites } from '../../parts/sites.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { useAbout } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { blankMinimum, minimumFaults, minimumInput, rules, subjectsOf, type MinimumDraft, type MinimumField } from './minimumForm.ts'
import { SetMinimum, useMinimum, useSubjects, type Minimum } from './minimumQueries.ts'
import { minimumWords } from './minimumWords.ts'
import { scopes, setMinimumSearch } from './search.ts'
import { reserveWords } from './words.ts'
import './reserves.css'

/** Setting a minimum, or changing one that is named by the address. */
export function SetMinimumPage() {
  const t = useWords(reserveWords)
  const m = useWords(minimumWords)
  const search = useSearch({ from: '/minimums/set' })
  const { today } = useAbout()
  const known = useMinimum(search.change)
  const sites = useSites().data
  const organisations = useOrganisations().data
  const title = m(search.change ? 'changeTitle' : 'setTitle')
  const frame = (children: ReactNode) => (
    <div className="page">
      <PageHeader title={title} trail={[{ title: t('minimums'), to: '/minimums' }]} note={m(search.change ? 'fixedOnChange' : 'setNote')} />
      <IgnoredParams known={setMinimumSearch} />
      {children}
    </div>
  )
  if (known.error && !known.data) return frame(<Card><ErrorCard error={known.error} onRetry={known.refetch} /></Card>)
  if (!sites || !organisations || (search.change && known.data === undefined)) return frame(<Card><Skeleton lines={8} /></Card>)
  if (known.data === null) return frame(<p className="notice" role="status">{m('notFound')}</p>)
  const code = (id: string | null, among: readonly { id: string; code: string }[]) => among.find((one) => one.id === id)?.code ?? ''
  const draftOf = (one: Minimum): MinimumDraft => ({
    kind: one.kind, scope: one.scope, site: code(one.siteId, sites), organisation: code(one.organisationId, organisations), keeper: code(one.keeperId, organisations), tier: one.tier ?? '', agreement: one.agreementNumber ?? '',
    subject: one.subject, item: one.item?.code ?? '', group: one.groupCode ?? '', category: one.categoryCode ?? '',
    floor: one.floor, target: one.target ?? '', margin: one.warningMargin === '0' ? '' : one.warningMargin, onBreach: one.onBreach, cureDays: String(one.cureDays), fromDate: one.fromDate, toDate: one.toDate ?? '',
  })
  return frame(<MinimumForm key={search.change ?? 'new'} form={search.change ? `minimum ${search.change}` : 'minimum'} start={known.data ? draftOf(known.data) : blankMinimum(today)} change={search.change !== undefined} />)
}

function MinimumForm({ form, start, change: changing }: { form: string; start: MinimumDraft; change: boolean }) {
  const t = useWords(reserveWords)
  const m = useWords(minimumWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const navigate = useNavigate()
  const sites = useSites().data ?? []
  const organisations = useOrganisations().data ?? []
  const subjects = useSubjects().data
  const [begun] = useState(start)
  const begin = useCallback(() => begun, [begun])
  const untouched = useCallback((draft: MinimumDraft) => JSON.stringify(draft) === JSON.stringify(begun), [begun])
  const { draft, change, clear } = useDraft<MinimumDraft>(form, begin, untouched)
  const [tried, setTried] = useState(false)
  const write = useWrite(SetMinimum)
  const item = useItemByCode(draft.item || undefined).data
  const site = sites.find((one) => one.code === draft.site)
  const organisation = organisations.find((one) => one.code === draft.organisation)
  const keeper = organisations.find((one) => one.code === draft.keeper)
  const group = subjects?.substitutionGroups.find((one) => one.code === draft.group)
  const category = subjects?.categories.find((one) => one.code === draft.category)
  const measured = draft.subject === 'ITEM' ? item && unit(item) : draft.subject === 'GROUP' ? group && unit(group) : m('yuan')
  const faults = minimumFaults(draft, draft.subject === 'ITEM' ? (item?.scale ?? 3) : draft.subject === 'GROUP' ? 3 : 2)
  const fault = (field: MinimumField) => (tried && faults[field] ? m(faults[field]) : null)
  const set = (part: Partial<MinimumDraft>) => change((now) => ({ ...now, ...part }))
  const named = { site: name(site), ORGANISATION: name(organisation), TIER: draft.tier && term(draft.tier), CUSTODY: `${name(organisation)}（${name(keeper)}）` }
  const scopeName = draft.scope === 'SITE' ? named.site : draft.scope === 'DISTRICT' ? m('whole') : named[draft.scope]
  const subjectName = draft.subject === 'ITEM' ? name(item) : draft.subject === 'GROUP' ? (group?.nameZh ?? '') : draft.subject === 'CATEGORY' ? name(category) : term('ALL')
  const rule = draft.kind === 'COVENANT' ? 'REFUSE' : draft.onBreach
  const unitNote = measured ?? term('unit')
  const submit = () => {
    setTried(true)
    if (Object.keys(faults).length > 0 || write.isPending) return
    write.mutate(minimumInput(draft, { siteId: site?.id, organisationId: organisation?.id, keeperId: keeper?.id, itemId: item?.id }), { onSuccess: () => { clear(); void navigate({ to: '/minimums', search: {} }) } })
  }
  const choices = <V extends string>(values: readonly V[], word: (value: V) => string) => values.map((value) => ({ value, label: word(value) }))
  const figure = (field: 'floor' | 'target' | 'margin', label: string, hint?: string) => (
    <Field label={label} hint={hint} error={fault(field)}><input className="plain-input number-input" inputMode="decimal" value={draft[field]} aria-invalid={fault(field) !== null} onChange={(event) => set({ [field]: event.target.value })} /></Field>
  )
  return (
    <form className="page-body" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Card title={m('whom')}>
        <div className="form-head">
          <Field label={m('kind')}><Select className="select" disabled={changing} value={draft.kind} onChange={(kind) => set({ kind })} options={choices(['COVENANT', 'POLICY'] as const, term)} /></Field>
          <Field label={t('scope')}><Select className="select" disabled={changing} value={draft.scope} onChange={(scope) => set({ scope, subject: subjectsOf(scope).includes(draft.subject) ? draft.subject : 'ITEM' })} options={choices(scopes, (value) => (value === 'DISTRICT' ? t('DISTRICT_SCOPE') : term(value)))} /></Field>
          {draft.scope === 'SITE' && <Field label={term('site')} wide error={fault('site')}><SiteSelect required disabled={changing} value={draft.site || undefined} onChange={(next) => set({ site: next?.code ?? '' })} /></Field>}
          {(draft.scope === 'ORGANISATION' || draft.scope === 'CUSTODY') && <Field label={m('owner')} wide error={fault('organisation')}><OrganisationSelect required disabled={changing} value={draft.organisation || undefined} onChange={(next) => set({ organisation: next?.code ?? '' })} /></Field>}
          {draft.scope === 'CUSTODY' && <Field label={m('keeper')} wide error={fault('keeper')}><OrganisationSelect required disabled={changing} value={draft.keeper || undefined} onChange={(next) => set({ keeper: next?.code ?? '' })} /></Field>}
          {draft.scope === 'CUSTODY' && <Field label={m('agreement')} hint={m('agreementHint')} error={fault('agreement')}><Input value={draft.agreement} maxLength={60} onChange={(event) => set({ agreement: event.target.value })} /></Field>}
          {draft.scope === 'TIER' && <Field label={term('TIER')} error={fault('tier')}><Select className="select" disabled={changing} value={draft.tier || undefined} onChange={(tier: string) => set({ tier })} options={choices(['DISTRICT', 'TOWN'], term)} /></Field>}
        </div>
      </Card>
      <Card title={m('which')}>
        <div className="form-head">
          <Field label={m('what')}><Select className="select" disabled={changing} value={draft.subject} onChange={(subject) => set({ subject })} options={choices(subjectsOf(draft.scope), term)} /></Field>
          {draft.subject === 'ITEM' && <Field label={term('item')} wide error={fault('item')}>{changing ? <Input disabled value={name(item)} /> : <ItemSelect required value={draft.item || undefined} onChange={(next) => set({ item: next?.code ?? '' })} />}</Field>}
          {draft.subject === 'GROUP' && <Field label={m('group')} wide error={fault('group')}><Select className="select" disabled={changing} loading={!subjects} value={draft.group || undefined} onChange={(value: string) => set({ group: value })} options={(subjects?.substitutionGroups ?? []).map((one) => ({ value: one.code, label: `${one.nameZh}（${unit(one)}）` }))} /></Field>}
          {draft.subject === 'CATEGORY' && <Field label={term('category')} wide hint={m('valueHint')} error={fault('category')}><Select className="select" disabled={changing} loading={!subjects} value={draft.category || undefined} onChange={(value: string) => set({ category: value })} options={(subjects?.categories ?? []).map((one) => ({ value: one.code, label: name(one) }))} /></Field>}
          {draft.subject === 'ALL' && <p className="muted">{m('valueHint')}</p>}
        </div>
      </Card>
      <Card title={m('howMuch')}>
        <div className="form-head">
          {figure('floor', m('floorIn', { unit: unitNote }))}
          {figure('margin', m('marginIn', { unit: unitNote }), m('marginHint'))}
          {figure('target', m('targetIn', { unit: unitNote }))}
          {draft.kind === 'POLICY' ? <Field label={m('onBreach')}><Select className="select" value={draft.onBreach} onChange={(onBreach) => set({ onBreach })} options={choices(rules, term)} /></Field> : null}
          <Field label={m('cureDays')} error={fault('cureDays')}><input className="plain-input number-input" inputMode="numeric" value={draft.cureDays} aria-invalid={fault('cureDays') !== null} onChange={(event) => set({ cureDays: event.target.value })} /></Field>
          <Field label={m('fromDate')} error={fault('fromDate')}><input className="plain-input" type="date" disabled={changing} value={draft.fromDate} onChange={(event) => set({ fromDate: event.target.value })} /></Field>
          <Field label={m('toDate')} hint={m('toHint')} error={fault('toDate')}><input className="plain-input" type="date" min={draft.fromDate} value={draft.toDate} aria-invalid={fault('toDate') !== null} onChange={(event) => set({ toDate: event.target.value })} /></Field>
        </div>
        {draft.kind === 'COVENANT' && <p className="muted">{m('covenantRefuses')}</p>}
      </Card>
      {scopeName && subjectName && fold(draft.floor) && !faults.floor && (
        <Card title={m('summaryTitle')}><p>{m('summary', { scope: scopeName, subject: subjectName, floor: quantity(fold(draft.floor)), unit: unitNote, rule: m(`rule${rule}`, { days: fold(draft.cureDays) }) })}</p></Card>
      )}
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending}>{m('save')}</Button>
        <Button onClick={() => { clear(); void navigate({ to: '/minimums', search: {} }) }}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
