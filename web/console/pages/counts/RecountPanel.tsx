import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { RecountLines, type CountLine, type CountView } from './countQueries.ts'
import type { LineResult } from './LinesCard.tsx'
import { countWords } from './words.ts'

/** Asks why lines are counted anew, and begins their next round. */
export function RecountPanel({ count, lines, onClose, onDone }: { count: CountView; lines: readonly CountLine[]; onClose: () => void; onDone: (results: LineResult[]) => void }) {
  const t = useWords(countWords)
  const term = useTerm()
  const say = useWordError()
  const [reason, setReason] = useState('')
  const recount = useWrite(RecountLines)
  return (
    <Card title={`${t('recount')} · ${t('lineCount', { count: lines.length })}`}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        recount.mutate({ countId: count.id, lineIds: lines.map((line) => line.id), reason: reason.trim() }, {
          onSuccess: () => onDone(lines.map((line) => ({ line, ok: true, word: `${t('resultRecount')} · ${t('round', { round: line.round + 1 })}` }))),
        })
      }}>
        <p className="muted">{t('recountNote')}</p>
        <Field label={t('recountWhy')} wide><Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        {recount.error ? <p className="field-error" role="alert">{say(recount.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={recount.isPending} disabled={reason.trim() === ''}>{t('confirmRecount')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
