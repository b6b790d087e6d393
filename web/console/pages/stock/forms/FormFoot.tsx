import { Button } from 'antd'
import { timeOfDay } from '../../../../shared/format.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import type { LineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

// What stands against posting, the state of the draft, and the buttons.
export type FootForm = Pick<LineForm, 'problems' | 'discard' | 'savedAt' | 'editing'> & { draft: { lines: readonly { key: number }[] } }

/** onDraft: keeps it as a draft on the server; absent where there is none. */
export function FormFoot({ form, pending, onDraft, post }: { form: FootForm; pending: boolean; onDraft?: () => void; post?: string }) {
  const t = useWords(formWords)
  const row = (key: number) => form.draft.lines.findIndex((line) => line.key === key) + 1
  return (
    <div className="form-foot">
      {form.problems.length > 0 && (
        <div className="error-card" role="alert">
          <p className="error-title">{t('problems')}</p>
          <ul>{form.problems.map(({ key, text }) => <li key={`${key} ${text}`}>{key === null ? text : t('atLine', { row: row(key), problem: text })}</li>)}</ul>
        </div>
      )}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={pending}>{pending ? t('posting') : form.editing ? t('saveAndSubmit') : (post ?? t('post'))}</Button>
        {onDraft && <Button onClick={onDraft} disabled={pending}>{t('keepDraft')}</Button>}
        <Button onClick={form.discard} disabled={pending}>{t(form.editing ? 'leaveDraft' : 'discard')}</Button>
        <span className="muted" role="status">{form.savedAt && t('draftKept', { time: timeOfDay(form.savedAt) })}</span>
      </div>
    </div>
  )
}
