import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Radio, Select, Switch } from 'antd'
import { useCallback, useState, type FormEvent } from 'react'
import { dateOf } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { useSites } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { useCategories } from '../stock/stockQueries.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { OpenCount, useCountScopes, type CountScope } from './countQueries.ts'
import './counts.css'
import { emptyPlan, inputOf, missingOf, newSeed, planKinds, scopeOf, type PlanField, type PlanForm, type PlanKind } from './plan.ts'
import { planWords } from './planWords.ts'
import { countWords } from './words.ts'

const isBlank = (form: PlanForm) => form.kind === 'FULL' && form.note === ''

/** What is to be counted, by whom and how; with what that comes to. */
export function PlanPage() {
  const t = useWords(planWords)
  const lists = useWords(countWords)
  const term = useTerm()
  const say = useWordError()
  const viewer = useViewer()
  const navigate = useNavigate()
  const { site: asked } = useSearch({ from: '/counts/new' })
  const sites = useSites().data
  const kept = viewer.keepsSites.map((site) => site.code)
  const begin = useCallback(() => emptyPlan(asked ?? (viewer.keepsSites.length === 1 ? viewer.keepsSites[0]!.code : ''), newSeed()), [asked, viewer.keepsSites])
  const { draft: form, change: setForm, clear } = useDraft<PlanForm>('count-plan', begin, isBlank)
  const [tried, setTried] = useState(false)
  const write = useWrite(OpenCount)
  const siteId = sites?.find((site) => site.code === form.site)?.id
  const scopes = useCountScopes(siteId)
  const change = (part: Partial<PlanForm>) => {
    setForm((now) => ({ ...now, ...part }))
    if (write.isError) write.reset()
  }
  const missing = missingOf(form)
  const words: Record<PlanField, string> = { site: term('site'), zone: t('zone'), category: t('category'), class: t('class'), items: t('items'), bins: t('bins'), chosen: t('chosenItems') }
  const errorOf = (field: PlanField) => (tried && missing.includes(field) ? (field === 'items' || field === 'bins' ? t('countRange') : t('missing', { fields: words[field] })) : null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing.length > 0 || !siteId) return
    write.mutate(inputOf(form, siteId), {
      onSuccess: ({ count }) => {
        clear()
        if (count) void navigate({ to: '/counts/$id', params: { id: count.id }, search: { done: 'opened' } })
      },
    })
  }
  return (
    <div className="page">
      <PageHeader title={t('title')} trail={[{ title: lists('counts'), to: '/counts' }]} note={t('note')} />
      <form className="count-plan" onSubmit={submit} noValidate>
        <div className="page-body">
          <Card>
            <div className="stack">
              <Field label={term('site')} wide error={errorOf('site')}>
                <SiteSelect required {...(viewer.posts.some((post) => post.role === 'DISPATCHER') ? {} : { only: kept })} value={form.site || undefined} onChange={(site) => change({ site: site?.code ?? '', zone: '' })} />
              </Field>
              <div className="field count-kinds" role="group" aria-label={t('kind')}>
                <span className="field-label">{t('kind')}</span>
                <Radio.Group value={form.kind} onChange={(event) => change({ kind: event.target.value as PlanKind })} options={planKinds.map((kind) => ({ value: kind, label: term(kind) }))} />
              </div>
              <KindFields form={form} scopes={scopes.data ?? []} change={change} errorOf={errorOf} />
            </div>
          </Card>
          <Card>
            <div className="stack">
              <div className="switches"><label><Switch checked={form.blind} onChange={(blind) => change({ blind })} aria-label={t('blind')} /><span>{t('blind')} <span className="muted">{t('blindHint')}</span></span></label></div>
              <div className="field count-kinds" role="group" aria-label={t('counters')}>
                <span className="field-label">{t('counters')}</span>
                <Radio.Group value={form.counters} onChange={(event) => change({ counters: event.target.value as 1 | 2 })} options={[{ value: 1, label: t('one') }, { value: 2, label: t('two') }]} />
              </div>
              <Field label={t('noteField')} wide><Input maxLength={200} value={form.note} onChange={(event) => change({ note: event.target.value })} /></Field>
            </div>
          </Card>
          {write.error ? <div className="error-card" role="alert"><p>{say(write.error)}</p></div> : null}
          <div className="actions">
            <Button type="primary" size="large" htmlType="submit" loading={write.isPending}>{t('start')}</Button>
            <Button size="large" onClick={() => { clear(); setTried(false); write.reset() }}>{t('discard')}</Button>
          </div>
        </div>
        <Card title={t('preview')} className="count-preview">
          {siteId ? <Loaded query={scopes} lines={3}>{(data) => <Cover form={form} scopes={data} />}</Loaded> : <p className="muted">{t('pickSite')}</p>}
        </Card>
      </form>
    </div>
  )
}

type KindProps = { form: PlanForm; scopes: readonly CountScope[]; change: (part: Partial<PlanForm>) => void; errorOf: (field: PlanField) => string | null }

/** What a kind of plan asks for besides. */
function KindFields({ form, scopes, change, errorOf }: KindProps) {
  const t = useWords(planWords)
  const lists = useWords(countWords)
  const name = useNames()
  const categories = useCategories().data
  const last = (scope: CountScope) => (scope.oldestCountAt && scope.neverCounted === 0 ? t('lastAt', { date: dateOf(scope.oldestCountAt) }) : t('neverAll'))
  const choose = (field: 'zone' | 'category' | 'class', kind: PlanKind, word: (code: string) => string) => (
    <Field label={t(field)} wide error={errorOf(field)} hint={field === 'class' ? t('classHint') : undefined}>
      <Select className="select" value={form[field] || undefined} onChange={(code: string) => change({ [field]: code })} notFoundContent={t('noneOfThese')} popupMatchSelectWidth={false}
        options={scopes.filter((scope) => scope.kind === kind).map((scope) => ({ value: scope.code, label: t('scopeOption', { name: word(scope.code), lines: scope.lines, last: last(scope) }) }))} />
    </Field>
  )
  const drawn = (field: 'items' | 'bins') => (
    <Field label={t(field)} wide error={errorOf(field)} hint={<>{t('seed', { seed: form.seed })} <button type="button" className="link" onClick={() => change({ seed: newSeed() })}>{t('redraw')}</button></>}>
      <Input inputMode="numeric" className="number-input" value={form[field]} onChange={(event) => change({ [field]: event.target.value.normalize('NFKC').trim() })} />
    </Field>
  )
  switch (form.kind) {
    case 'ZONE': return choose('zone', 'ZONE', (code) => code)
    case 'CATEGORY': return choose('category', 'CATEGORY', (code) => name(categories?.find((category) => category.code === code)) || code)
    case 'ABC': return choose('class', 'ABC', (code) => lists('planClass', { name: code }))
    case 'RANDOM': return drawn('items')
    case 'RANDOM_BINS': return drawn('bins')
    case 'ITEMS': return (
      <>
        <Field label={t('chosenItems')} wide error={errorOf('chosen')}>
          <ItemSelect value={undefined} onChange={(item) => item && !form.chosen.some((one) => one.id === item.id) && change({ chosen: [...form.chosen, { id: item.id, code: item.code, nameZh: item.nameZh, nameEn: item.nameEn }] })} />
        </Field>
        {form.chosen.length > 0 && (
          <ul className="count-chosen">
            {form.chosen.map((item) => (
              <li key={item.id}>{name(item)} <span className="code muted">{item.code}</span>
                <button type="button" className="icon-button" aria-label={t('remove', { name: name(item) })} onClick={() => change({ chosen: form.chosen.filter((one) => one.id !== item.id) })}>✕</button>
              </li>
            ))}
          </ul>
        )}
      </>
    )
    default: return null
  }
}

/** What the plan comes to as goods lie now, and how long that has not been counted. */
function Cover({ form, scopes }: { form: PlanForm; scopes: readonly CountScope[] }) {
  const t = useWords(planWords)
  const scope = scopeOf(form, scopes)
  if (form.kind === 'ITEMS') return <p>{t('itemsChosen', { count: form.chosen.length })}</p>
  if (!scope) return <p className="muted">{t('noneOfThese')}</p>
  const all = form.kind === 'RANDOM' ? scope.items : scope.bins
  const wanted = Number(form.kind === 'RANDOM' ? form.items : form.bins)
  return (
    <div className="stack">
      {form.kind === 'RANDOM' || form.kind === 'RANDOM_BINS'
        ? <p className="count-cover">{t('drawnOf', { count: Math.min(wanted || 0, all), all })}</p>
        : <p className="count-cover">{t(scope.bins > 0 ? 'coversBins' : 'covers', { lines: scope.lines, items: scope.items, bins: scope.bins })}</p>}
      {scope.neverCounted > 0 && <p>{t('neverCounted', { count: scope.neverCounted })}</p>}
      {scope.oldestCountAt && <p>{t('oldest', { date: dateOf(scope.oldestCountAt) })}</p>}
      {scope.beingCounted > 0 && <p className="notice">{t('beingCounted', { count: scope.beingCounted })}</p>}
    </div>
  )
}
