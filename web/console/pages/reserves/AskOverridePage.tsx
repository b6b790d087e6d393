import { useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { fold, quantityProblem, subtract } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { useDraft } from '../stock/forms/useDraft.ts'
import { useWrite } from '../../useWrite.ts'
import { scopeOf, subjectOf, useMinimum, type Minimum } from './minimumQueries.ts'
import { RequestOverride, useMinimumsByName, useRealIncidents } from './overrideQueries.ts'
import { overrideWords } from './overrideWords.ts'
import { askOverrideSearch } from './search.ts'
import './reserves.css'

type Limit = { key: number; minimumId: string; quantity: string }
type Draft = { incident: string; reason: string; hours: string; limits: Limit[] }

const untouched = (draft: Draft) => draft.reason === '' && draft.limits.every((limit) => limit.minimumId === '' && limit.quantity === '')

/** The first signature of an override: for which incident, which minimums, how much at most, and why. */
export function AskOverridePage() {
  const t = useWords(overrideWords)
  const term = useTerm()
  const say = useWordError()
  const search = useSearch({ from: '/overrides/request' })
  const incidents = useRealIncidents()
  const begin = useCallback((): Draft => ({ incident: search.incident ?? '', reason: '', hours: '24', limits: [{ key: 1, minimumId: search.minimum ?? '', quantity: search.quantity ?? '' }] }), [search.incident, search.minimum, search.quantity])
  const { draft, change, clear } = useDraft<Draft>('override', begin, untouched)
  const [tried, setTried] = useState(false)
  const [asked, setAsked] = useState(false)
  const write = useWrite(RequestOverride)
  const set = (part: Partial<Draft>) => change((now) => ({ ...now, ...part }))
  const setLimit = (key: number, part: Partial<Limit>) => change((now) => ({ ...now, limits: now.limits.map((limit) => (limit.key === key ? { ...limit, ...part } : limit)) }))
  // What a link asks for stands beside what was typed before.
  useEffect(() => {
    const { incident, minimum, quantity: asks } = search
    if (!minimum) return
    change((now) => ({
      ...now, incident: incident ?? now.incident,
      limits: now.limits.some((limit) => limit.minimumId === minimum) ? now.limits.map((limit) => (limit.minimumId === minimum && asks ? { ...limit, quantity: asks } : limit))
        : [...now.limits.filter((limit) => limit.minimumId !== ''), { key: Math.max(0, ...now.limits.map((limit) => limit.key)) + 1, minimumId: minimum, quantity: asks ?? '' }],
    }))
  }, [search, change])
  const hours = Number(fold(draft.hours))
  const faults = {
    incident: draft.incident === '' ? t('chooseIncident') : null,
    reason: draft.reason.trim() === '' ? t('faultReason') : null,
    hours: Number.isInteger(hours) && hours >= 1 && hours <= 72 ? null : t('faultHours'),
  }
  const limitFault = (limit: Limit) => ({
    minimum: limit.minimumId === '' ? t('faultMinimum') : draft.limits.some((other) => other.key < limit.key && other.minimumId === limit.minimumId) ? t('faultTwice') : null,
    quantity: quantityProblem(limit.quantity, 3) ? t('faultQuantity') : null,
  })
  const wrong = Object.values(faults).some(Boolean) || draft.limits.some((limit) => Object.values(limitFault(limit)).some(Boolean))
  const submit = () => {
    setTried(true)
    if (wrong || write.isPending) return
    write.mutate({ incidentId: draft.incident, reason: draft.reason.trim(), validHours: hours, limits: draft.limits.map((limit) => ({ minimumId: limit.minimumId, quantity: fold(limit.quantity) })) }, {
      onSuccess: () => { clear(); setTried(false); setAsked(true) },
    })
  }
  const shown = (fault: string | null) => (tried ? fault : null)
  return (
    <form className="page" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <PageHeader title={t('askTitle')} trail={[{ title: t('title'), to: '/overrides' }]} note={t('askNote')} />
      <IgnoredParams known={askOverrideSearch} />
      {asked && <p className="done" role="status">{t('asked')} <PathLink to="/overrides">{t('seeQueue')}</PathLink></p>}
      <Card>
        <div className="form-head">
          <Field label={t('incident')} wide hint={incidents.data?.length === 0 ? t('noIncidents') : undefined} error={shown(faults.incident)}>
            <Select className="select" loading={incidents.isPending} value={draft.incident || undefined} onChange={(incident: string) => set({ incident })} popupMatchSelectWidth={false}
              options={(incidents.data ?? []).map((incident) => ({ value: incident.id, label: `${incident.number} ${incident.name}` }))} />
          </Field>
          <Field label={t('validHours')} error={shown(faults.hours)}><input className="plain-input number-input" inputMode="numeric" value={draft.hours} aria-invalid={shown(faults.hours) !== null} onChange={(event) => set({ hours: event.target.value })} /></Field>
        </div>
      </Card>
      <Card title={t('limits')}>
        <div className="stack">
          {draft.limits.map((limit, row) => (
            <LimitRow key={limit.key} limit={limit} faults={tried ? limitFault(limit) : null} onChange={(part) => setLimit(limit.key, part)}
              onRemove={draft.limits.length > 1 ? () => set({ limits: draft.limits.filter((other) => other.key !== limit.key) }) : undefined} row={row + 1} />
          ))}
          <Button onClick={() => set({ limits: [...draft.limits, { key: Math.max(...draft.limits.map((limit) => limit.key)) + 1, minimumId: '', quantity: '' }] })}>{t('addLimit')}</Button>
        </div>
      </Card>
      <Card>
        <Field label={t('reason')} wide error={shown(faults.reason)}><Input.TextArea rows={3} maxLength={400} value={draft.reason} onChange={(event) => set({ reason: event.target.value })} /></Field>
      </Card>
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" danger htmlType="submit" loading={write.isPending}>{t('submit')}</Button>
        <PathLink to="/overrides" className="button">{term('cancel')}</PathLink>
      </div>
    </form>
  )
}

type RowProps = { limit: Limit; row: number; faults: { minimum: string | null; quantity: string | null } | null; onChange: (part: Partial<Limit>) => void; onRemove: (() => void) | undefined }

/** One minimum and how much may go, with what that leaves. */
function LimitRow({ limit, row, faults, onChange, onRemove }: RowProps) {
  const t = useWords(overrideWords)
  const name = useNames()
  const unit = useUnit()
  const [typed, setTyped] = useState('')
  const found = useMinimumsByName(typed.trim()).data ?? []
  const known = useMinimum(limit.minimumId || undefined).data
  const choices: Minimum[] = known && !found.some((one) => one.id === known.id) ? [known, ...found] : found
  const chosen = choices.find((one) => one.id === limit.minimumId)
  const measured = (figure: string) => `${quantity(figure)} ${chosen ? unit(chosen) : ''}`
  return (
    <div className="form-head">
      <Field label={t('minimum')} wide error={faults?.minimum}>
        <Select className="select" aria-label={`${t('minimum')} ${row}`} value={limit.minimumId || undefined} placeholder={t('chooseMinimum')} onChange={(minimumId: string) => { setTyped(''); onChange({ minimumId }) }} popupMatchSelectWidth={false}
          showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }} options={choices.map((one) => ({ value: one.id, label: `${name(scopeOf(one))} · ${name(subjectOf(one))}` }))} />
      </Field>
      <Field label={chosen ? `${t('atMost')}（${unit(chosen)}）` : t('atMost')} error={faults?.quantity}>
        <input className="plain-input number-input" inputMode="decimal" aria-label={`${t('atMost')} ${row}`} value={limit.quantity} aria-invalid={Boolean(faults?.quantity)} onChange={(event) => onChange({ quantity: event.target.value })} />
      </Field>
      {chosen && <p className="muted limit-numbers">{t('numbers', { floor: measured(chosen.floor), available: measured(chosen.available), left: measured(quantityProblem(limit.quantity, 3) ? chosen.available : subtract(chosen.available, fold(limit.quantity))) })}</p>}
      {onRemove && <button type="button" className="icon-button" aria-label={t('removeLimit', { row })} onClick={onRemove}>×</button>}
    </div>
  )
}
