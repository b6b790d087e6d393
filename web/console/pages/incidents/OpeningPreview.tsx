// What will happen when the incident is opened: who goes where, by when relief is due, and from what needs are computed.
import { useMemo } from 'react'
import { dateTime } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { emptyMap, type MapContent } from '../../map/content.ts'
import { SiteMap } from '../../map/SiteMap.tsx'
import type { OrganisationChoice, SiteChoice } from '../../parts/sites.ts'
import type { Scenario } from './documents.ts'
import type { OpenForm } from './openForm.ts'
import { openWords } from './openWords.ts'
import { fillNearest, instantOf, peopleOf } from './shelters.ts'

type Props = { form: OpenForm; scenario: Scenario | undefined; town: OrganisationChoice | undefined; shelters: readonly SiteChoice[]; now: number }

export function OpeningPreview({ form, scenario, town, shelters, now }: Props) {
  const t = useWords(openWords)
  const name = useNames()
  const people = peopleOf(form.people)
  const at = useMemo(() => (town?.latitude && town.longitude ? { latitude: town.latitude, longitude: town.longitude } : null), [town])
  const { placed, left } = useMemo(() => {
    if (form.byHand) return { placed: shelters.map((shelter) => ({ siteId: shelter.id, people: peopleOf(form.shelters[shelter.id] ?? '') ?? 0 })).filter((one) => one.people > 0), left: 0 }
    return at && people !== null ? fillNearest(shelters, at, people) : { placed: [], left: 0 }
  }, [form.byHand, form.shelters, at, people, shelters])
  const bySite = useMemo(() => new Map(placed.map((one) => [one.siteId, one.people])), [placed])
  const content = useMemo<MapContent>(() => ({
    ...emptyMap,
    towns: town && at ? [{ id: town.id, label: name(town), ...at }] : [],
    sites: shelters.map((shelter) => {
      const count = bySite.get(shelter.id)
      return { id: shelter.id, label: name(shelter), kind: 'SHELTER', latitude: shelter.latitude, longitude: shelter.longitude, ...(count ? { relief: 'running' as const, note: t('previewPeople', { count }) } : { faint: true }) }
    }),
  }), [town, at, shelters, bySite, name, t])
  if (!town || people === null) return <p className="muted">{t('previewEmpty')}</p>
  const start = (form.startedAt && instantOf(form.startedAt)) || new Date(now).toISOString()
  return (
    <>
      {left > 0 && <p className="field-error" role="alert">{t('previewMissing', { count: left.toLocaleString('en-US') })}</p>}
      <p>{t('previewShelters', { count: placed.length })}</p>
      <ul className="preview-shelters">
        {placed.map((one) => {
          const shelter = shelters.find((site) => site.id === one.siteId)
          return <li key={one.siteId}><span>{name(shelter)}</span><span className="number">{t('previewPeople', { count: one.people.toLocaleString('en-US') })}</span></li>
        })}
      </ul>
      <p>{t('previewDue', { time: dateTime(new Date(Date.parse(start) + 10 * 3_600_000)) })}</p>
      {scenario && <p className="muted">{t('previewNeeds', { scenario: name(scenario), people: people.toLocaleString('en-US'), days: form.coverDays })}</p>}
      <SiteMap key={town.id} content={content} selected={null} onSelect={() => undefined} title={t('shelters')} height={260} />
    </>
  )
}
