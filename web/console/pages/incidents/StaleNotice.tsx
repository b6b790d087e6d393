import { Button } from 'antd'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { allocationWords } from './allocationWords.ts'
import type { AllocationLine } from './documents.ts'
import type { Stale } from './useDraft.ts'

/** What somebody else changed meanwhile; what was typed stays. */
export function StaleNotice({ stale, nameLine, onSeen }: { stale: Stale; nameLine: (line: AllocationLine) => string; onSeen: () => void }) {
  const t = useWords(allocationWords)
  const term = useTerm()
  return (
    <section className="stale-notice" role="alert">
      <p>{t('staleTitle', { from: stale.from, to: stale.to })}</p>
      {stale.state !== 'PROPOSED' && <p className="over">{t('staleState', { state: term(stale.state) })}</p>}
      <ul>
        {stale.changes.slice(0, 20).map((change) => {
          const line = nameLine('after' in change ? change.after : change.before)
          return (
            <li key={`${change.kind} ${'after' in change ? change.after.id : change.before.id}`}>
              {change.kind === 'changed' ? t('staleChanged', { line, before: quantity(change.before.quantity), after: quantity(change.after.quantity) }) : change.kind === 'gone' ? t('staleGone', { line }) : t('staleAdded', { line, after: quantity(change.after.quantity) })}
            </li>
          )
        })}
      </ul>
      <Button size="small" onClick={onSeen}>{t('staleSeen')}</Button>
    </section>
  )
}
