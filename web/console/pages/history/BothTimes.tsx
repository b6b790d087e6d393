import { dateTime } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { historyWords } from './words.ts'

const late = 10 * 60_000

/** Whether paper was entered later than it was posted at the spot: ten minutes are no delay. */
export const enteredLate = (occurredAt: string, recordedAt: string): boolean => Date.parse(recordedAt) - Date.parse(occurredAt) >= late

/** When something happened, when it was recorded, and a mark where that was later. */
export function BothTimes({ occurredAt, recordedAt }: { occurredAt: string; recordedAt: string }) {
  const t = useWords(historyWords)
  return (
    <>
      {dateTime(occurredAt)}
      <span className="sub">{t('recordedAt')} {dateTime(recordedAt)}</span>
      {enteredLate(occurredAt, recordedAt) && <StateTag tone="near" word={t('lateEntry')} />}
    </>
  )
}
