// The ten-hour clock of each place, worst first. Choosing one shows only that place, in the tables and on the map.
import { hoursAndMinutes, timeOfDay } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { clockTones } from './ClockTag.tsx'
import type { Place } from './documents.ts'
import { incidentWords } from './incidentWords.ts'
import { listWords } from './listWords.ts'
import { Meter } from './Meter.tsx'
import { byUrgency, clockOf } from './reliefClock.ts'

type Props = { places: readonly Place[]; now: number; closed: boolean; selected: string | null; onSelect: (siteId: string | null) => void }

const meterTone = { busy: 'busy', near: 'near', bad: 'bad', good: 'good', quiet: 'bad' } as const

export function ReliefClocks({ places, now, closed, selected, onSelect }: Props) {
  const t = useWords(incidentWords)
  const c = useWords(listWords)
  const name = useNames()
  return (
    <ul className="clocks" aria-label={t('clocks')}>
      {byUrgency(places, now).map((place) => {
        const clock = clockOf(place, now, closed)
        const tone = clockTones[clock.state]
        const chosen = selected === place.site.id
        const going = clock.state === 'running' || clock.state === 'near' || clock.state === 'late'
        const word = clock.state === 'running' || clock.state === 'near' ? t(clock.state) : clock.state === 'late' ? t('lateNow') : c(clock.state, { time: hoursAndMinutes(Math.abs(clock.leftMs)) })
        return (
          <li key={place.site.id} className={place.people > 0 ? `clock clock-${tone}` : 'clock'} data-state={place.people > 0 ? clock.state : 'works'}>
            <button type="button" aria-pressed={chosen} onClick={() => onSelect(chosen ? null : place.site.id)} title={t('showPlace', { name: name(place.site) })}>
              <span className="clock-name">{name(place.site)}</span>
              {place.people > 0 ? (
                <>
                  <span className="clock-time">{going ? hoursAndMinutes(clock.leftMs) : timeOfDay(place.relievedAt ?? place.reliefDueAt)}</span>
                  <StateTag tone={tone} word={word} />
                  <Meter value={clock.spent} tone={meterTone[tone]} />
                  <span className="muted clock-note">{t('peopleHere', { count: place.people.toLocaleString('en-US') })} · {t('due', { time: timeOfDay(place.reliefDueAt) })}</span>
                </>
              ) : (
                <>
                  <span className="muted">{t('worksPlace')}</span>
                  {place.relievedAt && <StateTag tone="good" word={timeOfDay(place.relievedAt)} />}
                </>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
