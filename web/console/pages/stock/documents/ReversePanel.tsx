import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { timeOfDay } from '../../../../shared/format.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { useWrite } from '../../../useWrite.ts'
import { ReverseDocument } from './documentQueries.ts'
import { documentWords } from './words.ts'

/** Asks why a document is reversed, and reverses it. */
export function ReversePanel({ document, onClose }: { document: { id: string; number: string; undoUntil: string | null }; onClose: () => void }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const say = useWordError()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const reverse = useWrite(ReverseDocument)
  return (
    <Card title={t(document.undoUntil ? 'undoTitle' : 'reverseTitle', { number: document.number })}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          reverse.mutate({ documentId: document.id, reason: reason.trim() }, {
            onSuccess: ({ document: reversal }) => reversal && navigate({ to: '/documents/$id', params: { id: reversal.id }, search: { posted: '1' } }),
          })
        }}
      >
        <p className="muted">{document.undoUntil && <>{t('undoWhy', { time: timeOfDay(document.undoUntil) })} </>}{t('reverseWhy')}</p>
        <Field label={t('reverseReason')} wide><Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        {reverse.error ? <p className="field-error" role="alert">{say(reverse.error)}</p> : null}
        <div className="actions">
          <Button type="primary" danger htmlType="submit" loading={reverse.isPending} disabled={reason.trim() === ''}>{t(document.undoUntil ? 'confirmUndo' : 'confirmReverse')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
