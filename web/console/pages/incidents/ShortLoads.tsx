import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Trip } from './documents.ts'
import { tripWords } from './tripWords.ts'

/** What a trip did not load of what it was planned to carry, why, and what became of the rest. */
export function ShortLoads({ of }: { of: Trip['shortLoads'] }) {
  const t = useWords(tripWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  if (of.length === 0) return null
  return (
    <section aria-label={t('shortLoads')}>
      <StateTag tone="near" word={t('shortLoads')} />
      <ul className="short-loads">
        {of.map((load, index) => (
          <li key={index}>
            {name(load.item)} <span className="muted code">{load.lot.lotNo}</span> → {name(load.toSite)} {t('shortLoad', { planned: quantity(load.planned), loaded: quantity(load.loaded), unit: unit(load.item) })}
            {' · '}{term(load.reason)}{load.note && ` (${load.note})`}{' · '}{t(load.released ? 'restReleased' : 'restKept')}
          </li>
        ))}
      </ul>
    </section>
  )
}
