import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Radio, Select, Switch } from 'antd'
import { useEffect, useMemo, useState, type FormEvent } from 'react'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { isTown, useOrganisations, useSites } from '../../parts/sites.ts'
import { useWrite } from '../../useWrite.ts'
import './incidents.css'
import { emptyForm, faultsOf, inputOf, levels, loadDraft, placedIn, refusedFields, saveDraft, type OpenField, type OpenForm } from './openForm.ts'
import { OpeningPreview } from './OpeningPreview.tsx'
import { openWords } from './openWords.ts'
import { useNow, useScenarios } from './reading.ts'
import { ScenarioCards } from './ScenarioCards.tsx'
import { nearestFirst, peopleOf } from './shelters.ts'
import { ShelterTable } from './ShelterTable.tsx'
import { OpenIncident } from './writes.ts'

const numerals = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' } as const

export function OpenIncidentPage() {
  const t = useWords(openWords)
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const now = useNow()
  const [form, setForm] = useState<OpenForm>(loadDraft)
  const [tried, setTried] = useState(false)
  const scenarios = useScenarios().data ?? []
  const organisations = useOrganisations().data
  const sites = useSites().data
  const write = useWrite(OpenIncident)

  useEffect(() => saveDraft(form), [form])
  const change = (part: Partial<OpenForm>) => {
    setForm((before) => ({ ...before, ...part }))
    if (write.isError) write.reset()
  }

  const towns = useMemo(() => (organisations ?? []).filter(isTown), [organisations])
  const town = towns.find((one) => one.code === form.townCode)
  const from = useMemo(() => (town?.latitude && town.longitude ? { latitude: town.latitude, longitude: town.longitude } : null), [town])
  const shelters = useMemo(() => {
    const all = (sites ?? []).filter((site) => site.kind === 'SHELTER')
    return from ? nearestFirst(all, from) : all
  }, [sites, from])

  const faults = faultsOf(form)
  const refused = write.error instanceof Refused ? refusedFields(write.error.refusals) : { fields: {}, rest: [] }
  const people = peopleOf(form.people) ?? 0
  const errorOf = (field: OpenField): string | undefined => {
    const refusal = refused.fields[field]
    if (refusal) return wordRefusal(refusal)
    const fault = tried ? faults[field] : undefined
    return fault && t(fault, { placed: placedIn(form), people })
  }
  const wrong = (Object.keys(faults) as OpenField[]).filter((field) => errorOf(field))
  const general = write.error && !(write.error instanceof Refused && refused.rest.length === 0) ? say(write.error) : null

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length > 0 || !town) return
    write.mutate(inputOf(form, town.id), {
      onSuccess: ({ incident }) => {
        saveDraft(null)
        if (incident) void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id }, search: { view: 'needs' } })
      },
    })
  }

  return (
    <div className="page">
      <PageHeader title={t('title')} trail={[{ title: t('list'), to: '/incidents' }]} note={t('note')} />
      {form.drill && <p className="drill-banner">{t('drillBanner')}</p>}
      <form className="open-grid" onSubmit={submit} noValidate>
        <div className="inc-stack">
          {wrong.length > 0 && (
            <div className="error-card" role="alert">
              <p className="error-title">{t('summary', { count: wrong.length })}</p>
              <ul>{wrong.map((field) => <li key={field}><a href={`#field-${field}`} onClick={(event) => { event.preventDefault(); focusField(field) }}>{errorOf(field)}</a></li>)}</ul>
            </div>
          )}
          <Card>
            <ScenarioCards scenarios={scenarios} value={form.scenarioCode} error={errorOf('scenarioCode')}
              onChange={(scenario) => change({ scenarioCode: scenario.code, ...(form.people === '' || scenarios.some((one) => String(one.people) === form.people) ? { people: String(scenario.people) } : {}) })} />
          </Card>
          <Card>
            <div className="field-grid">
              <div className="field" role="group" aria-label={t('level')}>
                <span className="field-label">{t('level')}</span>
                <Radio.Group optionType="button" value={form.level} onChange={(event) => change({ level: event.target.value as OpenForm['level'] })} options={levels.map((level) => ({ value: level, label: t('levelOption', { level: numerals[level] }) }))} />
              </div>
              <Field label={t('town')} error={errorOf('townCode')}>
                <Select id="field-townCode" showSearch={{ optionFilterProp: 'label' }} placeholder={t('chooseTown')} value={form.townCode || undefined} onChange={(townCode: string) => change({ townCode })}
                  options={towns.map((one) => ({ value: one.code, label: name(one) }))} />
              </Field>
              <Field label={t('people')} error={errorOf('people')}>
                <Input id="field-people" inputMode="numeric" className="number-input" value={form.people} onChange={(event) => change({ people: event.target.value })} />
              </Field>
              <Field label={t('coverDays')} hint={t('coverHint')} error={errorOf('coverDays')}>
                <Input id="field-coverDays" inputMode="numeric" className="number-input" value={form.coverDays} onChange={(event) => change({ coverDays: event.target.value })} />
              </Field>
              <Field label={t('startedAt')} hint={t('startedHint')} error={errorOf('startedAt')}>
                <Input id="field-startedAt" type="datetime-local" value={form.startedAt} onChange={(event) => change({ startedAt: event.target.value })} />
              </Field>
              <Field label={t('name')} hint={t('nameHint')}>
                <Input id="field-name" maxLength={80} value={form.name} onChange={(event) => change({ name: event.target.value })} />
              </Field>
            </div>
          </Card>
          <Card title={t('shelters')}>
            <div id="field-shelters" tabIndex={-1}>
              <Radio.Group aria-label={t('shelters')} value={form.byHand} onChange={(event) => change({ byHand: event.target.value as boolean })} options={[{ value: false, label: t('automatic') }, { value: true, label: t('byHand') }]} />
              {form.byHand && (
                <>
                  <p role="status" className={placedIn(form) === people ? 'muted' : 'over'}>{t('placed', { placed: placedIn(form).toLocaleString('en-US'), people: people.toLocaleString('en-US') })}</p>
                  <ShelterTable shelters={shelters} from={from} typed={form.shelters} onChange={(siteId, typed) => change({ shelters: { ...form.shelters, [siteId]: typed } })} />
                </>
              )}
              {errorOf('shelters') && <p className="field-error" role="alert">{errorOf('shelters')}</p>}
            </div>
          </Card>
          <Card>
            <div className="switches">
              <label><Switch checked={form.works} onChange={(works) => change({ works })} aria-label={t('works')} /><span>{t('works')}<span className="muted"> {t('worksHint')}</span></span></label>
              <label className={form.drill ? 'drill-on' : undefined}><Switch checked={form.drill} onChange={(drill) => change({ drill })} aria-label={t('drill')} /><span>{t('drill')}<span className="muted"> {t('drillHint')}</span></span></label>
            </div>
          </Card>
          {general && <div className="error-card" role="alert"><p>{general}</p></div>}
          <div className="form-actions">
            <Button type="primary" size="large" htmlType="submit" loading={write.isPending}>{t(form.drill ? 'openDrill' : 'open')}</Button>
            <Button size="large" onClick={() => { setForm(emptyForm); setTried(false); write.reset() }}>{t('clear')}</Button>
          </div>
        </div>
        <Card title={t('preview')} className="open-preview">
          <OpeningPreview form={form} scenario={scenarios.find((one) => one.code === form.scenarioCode)} town={town} shelters={shelters} now={now} />
        </Card>
      </form>
    </div>
  )
}

function focusField(field: OpenField): void {
  const element = document.getElementById(`field-${field}`)
  element?.scrollIntoView({ block: 'center' })
  ;(element?.matches('fieldset') ? element.querySelector('input') : element)?.focus()
}
