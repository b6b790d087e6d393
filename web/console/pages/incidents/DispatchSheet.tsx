import { Button } from 'antd'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { tripWords } from './tripWords.ts'
import type { DispatchResult } from './useDispatchAll.ts'

/** What became of each trip of a bulk dispatch, row by row. */
export function DispatchSheet({ results, onClose, busy }: { results: readonly DispatchResult[]; onClose: () => void; busy: boolean }) {
  const t = useWords(tripWords)
  const term = useTerm()
  const say = useWordError()
  if (results.length === 0) return null
  const failed = results.filter((row) => row.error !== null).length
  return (
    <section className="sheet-results" aria-label={t('results')}>
      <div className="sheet-results-head">
        <h3>{t('results')}</h3>
        <span role="status">{t('resultCounts', { done: results.length - failed, failed })}</span>
        {!busy && <Button size="small" onClick={onClose}>{term('close')}</Button>}
      </div>
      <ul>
        {results.map((row) => (
          <li key={row.tripId}>
            <span className="code">{row.number}</span> <span className="nowrap">{row.plate}</span>{' '}
            {row.error === null ? <StateTag tone="good" word={t('resultDone', { numbers: row.waybills.join(', ') })} /> : <StateTag tone="bad" word={say(row.error)} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
