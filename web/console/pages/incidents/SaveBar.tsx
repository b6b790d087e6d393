import { Button } from 'antd'
import { useWords } from '../../../shared/i18n/words.ts'
import { allocationWords } from './allocationWords.ts'

/** Stays at the bottom while something is typed and not saved. */
export function SaveBar({ count, broken, pending, error, onSave, onDiscard }: { count: number; broken: boolean; pending: boolean; error: string | null; onSave: () => void; onDiscard: () => void }) {
  const t = useWords(allocationWords)
  if (count === 0) return null
  return (
    <div className="save-bar" role="region" aria-label={t('changes', { count })}>
      <span role="status">{t('changes', { count })}</span>
      {error && <span className="field-error" role="alert">{error}</span>}
      <span className="muted save-keys">{t('keys')}</span>
      <Button type="primary" disabled={broken} loading={pending} onClick={onSave}>{t('save')}</Button>
      <Button onClick={onDiscard}>{t('discard')}</Button>
    </div>
  )
}
