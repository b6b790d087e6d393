import { Link } from '@tanstack/react-router'
import { dateTime } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Incident } from './documents.ts'
import { incidentWords } from './incidentWords.ts'
import { timelineOf } from './timeline.ts'

export function TimelineView({ incident, now }: { incident: Incident; now: number }) {
  const t = useWords(incidentWords)
  const name = useNames()
  return (
    <>
      <p className="muted">{t('timelineNote')}</p>
      <ol className="timeline">
        {timelineOf(incident, now).map((event, index) => (
          <li key={`${event.kind} ${event.at} ${index}`} className={`timeline-${event.kind}`}>
            <time className="code muted" dateTime={event.at}>{dateTime(event.at)}</time>
            <span>
              {event.kind === 'evOpened' || event.kind === 'evDue' ? t(event.kind) : event.kind === 'evProposed' ? t(event.kind, { number: event.number }) : event.kind === 'evRelieved' ? t(event.kind, { name: name(event.site) }) : event.kind === 'evRerouted' ? t(event.kind, { number: event.number, plate: event.plate }) : (
                <Link to="/waybills/$waybillId" params={{ waybillId: event.waybillId }}>
                  {event.kind === 'evSent' ? t(event.kind, { number: event.number, name: name(event.site), plate: event.plate }) : t(event.kind, { number: event.number, name: name(event.site), by: event.by })}
                </Link>
              )}
              {event.kind === 'evSigned' && event.late && <> <StateTag tone="bad" word={t('isLate')} /></>}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
