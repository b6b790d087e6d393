// One incident in the list: what a duty officer must know, and the one next step.
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { dateTime } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { LevelTag } from '../../parts/LevelTag.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useViewer } from '../../useSession.ts'
import { ClockTag } from './ClockTag.tsx'
import type { IncidentRow } from './documents.ts'
import { listWords } from './listWords.ts'
import { Meter } from './Meter.tsx'
import { rowsMet } from './progress.ts'
import { byUrgency, clockOf, summarise } from './reliefClock.ts'
import { usePropose } from './usePropose.ts'

export function IncidentCard({ incident, now }: { incident: IncidentRow; now: number }) {
  const t = useWords(listWords)
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const { propose, pending, error } = usePropose(incident.id)
  const closed = incident.state !== 'OPEN'
  const summary = summarise(incident.places, now)
  const met = rowsMet(incident.progress)
  const worst = byUrgency(incident.places.filter((place) => place.people > 0), now)[0]
  const proposed = incident.allocations.find((allocation) => allocation.state === 'PROPOSED')
  const planned = incident.trips.filter((trip) => trip.state === 'PLANNED').length
  const dispatcher = !closed && may(viewer, 'allocation.write')
  return (
    <li className="card incident-card">
      <div className="incident-head">
        <h2>
          <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>{incident.name}</Link>
        </h2>
        {incident.drill && <span className="drill-tag">{t('drill')}</span>}
        <LevelTag level={incident.level} />
        <StateTag state={incident.state} />
        <span className="code muted">{incident.number}</span>
      </div>
      <p className="incident-facts">
        {name(incident.town)} · {t('people', { count: incident.peopleAffected.toLocaleString('en-US') })} · <span className="nowrap">{t('started', { time: dateTime(incident.startedAt) })}</span>
      </p>
      <div className="incident-figures">
        {summary.places > 0 && worst && (
          <div>
            <span className="muted">{t('places', { done: summary.relieved, all: summary.places })}</span>
            {summary.relieved === summary.places ? <StateTag tone={summary.late > 0 ? 'near' : 'good'} word={t('allRelieved')} /> : <ClockTag clock={clockOf(worst, now, closed)} />}
          </div>
        )}
        <div>
          <span className="muted">{t('allotted')}</span>
          <span>{t('rows', { done: met.allotted, all: met.all })}</span>
          <Meter value={met.all ? met.allotted / met.all : 0} />
        </div>
        <div>
          <span className="muted">{t('arrived')}</span>
          <span>{t('rows', { done: met.met, all: met.all })}</span>
          <Meter value={met.all ? met.met / met.all : 0} tone="good" />
        </div>
      </div>
      {dispatcher && (
        <div className="incident-actions">
          {proposed ? (
            <Link className="button-link" to="/incidents/$incidentId/allocations/$allocationId" params={{ incidentId: incident.id, allocationId: proposed.id }}>{t('review', { number: proposed.number })}</Link>
          ) : (
            met.allotted < met.all && <Button onClick={propose} loading={pending}>{t('propose')}</Button>
          )}
          {planned > 0 && <Link className="button-link" to="/incidents/$incidentId" params={{ incidentId: incident.id }} search={{ view: 'trips' }}>{t('toDispatch', { count: planned })}</Link>}
        </div>
      )}
      {error !== null && <p className="field-error" role="alert">{say(error)}</p>}
    </li>
  )
}
