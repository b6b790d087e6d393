import { quantity } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Progress } from './countQueries.ts'
import { countWords } from './words.ts'

/** How far a stocktake is: a bar, and the numbers beside it. */
export function ProgressCell({ progress }: { progress: Progress }) {
  const t = useWords(countWords)
  const { lines, counted } = progress
  return (
    <span className="bar-cell">
      <svg className={counted === lines ? 'bar bar-good' : 'bar bar-near'} viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
        <rect className="bar-ground" width="100" height="9" />
        <rect className="bar-fill" width={lines === 0 ? 100 : (100 * counted) / lines} height="9" />
      </svg>
      <span>{t('ofLines', { counted, lines })}</span>
      <span className="sub">{(['uncounted', 'waiting', 'disputed'] as const).filter((key) => progress[key] > 0).map((key) => t(key, { count: progress[key] })).join(' · ')}</span>
    </span>
  )
}

/** What it has found: lines, and yuan where costs are known. */
export function Differences({ progress: { found, counted } }: { progress: Progress }) {
  const t = useWords(countWords)
  if (!found) return <span className="muted">{t('hidden')}</span>
  if (counted === 0) return <span className="muted">–</span>
  if (found.differences === 0) return <span className="muted">{t('noDifference')}</span>
  const sums = ([['surplus', '+'], ['shortage', '−']] as const).filter(([key]) => !isZeroMoney(found[key]))
  return (
    <>
      {t('differing', { count: found.differences })}
      {sums.length > 0 && <span className="sub">{sums.map(([key, sign]) => `${t(key)} ${sign}${t('yuan', { value: quantity(found[key]) })}`).join(' · ')}</span>}
      {found.needApproval > 0 && <StateTag tone="near" word={t('toApprove', { count: found.needApproval })} />}
    </>
  )
}

const isZeroMoney = (value: string) => /^-?[0.]+$/.test(value)
