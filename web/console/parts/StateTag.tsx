// A state as text colour, shape and word: never as colour alone, and never as a coloured badge, which belongs to warning levels.
//   <StateTag state="BELOW" />      <StateTag state={document.state} />      <StateTag tone="bad" word={t('late')} />
import { useTerm } from '../../shared/i18n/useTerm.ts'

export type Tone = 'good' | 'near' | 'bad' | 'busy' | 'quiet'

const tones: Readonly<Record<string, Tone>> = {
  OK: 'good', NEAR: 'near', BELOW: 'bad', SHORT: 'near',
  POSTED: 'good', REVERSED: 'quiet', IN_TRANSIT: 'busy',
  DRAFT: 'quiet', SUBMITTED: 'near',
  LIVE: 'near', RELEASED: 'good', TAKEN: 'quiet', AWAITING_CLEANING: 'near', AWAITING_INSPECTION: 'near', INSPECTED: 'good',
  UNUSABLE: 'bad', REPAIRABLE: 'near', USABLE: 'good',
  GOOD: 'good', ON_HOLD: 'near', REJECTED: 'bad',
  REQUESTED: 'near', CONFIRMED: 'good', USED: 'quiet', EXPIRED: 'quiet',
  OPEN: 'busy', CLOSED: 'quiet', PROPOSED: 'near', APPROVED: 'good', CANCELLED: 'quiet',
  PLANNED: 'near', DISPATCHED: 'busy', ARRIVED: 'good', SIGNED: 'good', DONE: 'good', REFUSED: 'bad',
}

const shapes: Readonly<Record<Tone, string>> = {
  good: 'M1 5.2 4 8.2 9 2', // a tick
  near: 'M5 1 9.4 9H.6Z',
  bad: 'M1 1H9V9H1Z',
  busy: 'M2 1 9 5 2 9Z',
  quiet: 'M1 5H9',
}

export function StateTag({ state, tone, word }: { state?: string; tone?: Tone; word?: string }) {
  const term = useTerm()
  const how = tone ?? tones[state ?? ''] ?? 'quiet'
  return (
    <span className={`state state-${how}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><path d={shapes[how]} /></svg>
      {word ?? (state && term(state))}
    </span>
  )
}
