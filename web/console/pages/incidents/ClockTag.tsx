import { hoursAndMinutes } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag, type Tone } from '../../parts/StateTag.tsx'
import { listWords } from './listWords.ts'
import type { Clock, ClockState } from './reliefClock.ts'

export const clockTones: Readonly<Record<ClockState, Tone>> = { running: 'busy', near: 'near', late: 'bad', stopped: 'good', stoppedLate: 'near', unrelieved: 'quiet' }

/** A relief clock as colour, shape and word. */
export function ClockTag({ clock }: { clock: Clock }) {
  const t = useWords(listWords)
  return <StateTag tone={clockTones[clock.state]} word={t(clock.state, { time: hoursAndMinutes(Math.abs(clock.leftMs)) })} />
}
