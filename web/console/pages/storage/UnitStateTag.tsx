import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag, type Tone } from '../../parts/StateTag.tsx'
import { useAbout } from '../../useSession.ts'
import { unitState, type UnitState } from './unitState.ts'
import { unitWords } from './unitWords.ts'

const tones: Readonly<Record<UnitState['kind'], Tone>> = { FAILED_TEST: 'bad', PAST: 'bad', SOON: 'near', FIT: 'good', UNCLOCKED: 'quiet' }

/** What is due of a unit, in words and shape. */
export function UnitStateTag({ unit }: { unit: Parameters<typeof unitState>[0] }) {
  const t = useWords(unitWords)
  const state = unitState(unit, useAbout().today)
  return <StateTag tone={tones[state.kind]} word={'clock' in state ? t(state.kind, { clock: t(state.clock), days: state.days }) : t(state.kind)} />
}
