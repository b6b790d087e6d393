import { Button } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useAbout } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { EndMinimum, scopeOf, subjectOf, type Minimum } from './minimumQueries.ts'
import { minimumWords } from './minimumWords.ts'

export function EndMinimumPanel({ minimum, onClose, onDone }: { minimum: Minimum; onClose: () => void; onDone: (date: string) => void }) {
  const m = useWords(minimumWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const { today } = useAbout()
  const [date, setDate] = useState(today)
  const write = useWrite(EndMinimum)
  const wrong = date === '' || date < minimum.fromDate
  return (
    <Card title={m('endTitle', { scope: name(scopeOf(minimum)), subject: name(subjectOf(minimum)) })}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && !write.isPending) write.mutate({ minimumId: minimum.id, toDate: date }, { onSuccess: () => onDone(date) })
      }}>
        <p>{m('endWhy')}</p>
        <Field label={m('lastDay')} error={wrong ? m('faultDates') : null}><input className="plain-input" type="date" required min={minimum.fromDate} value={date} aria-invalid={wrong} onChange={(event) => setDate(event.target.value)} /></Field>
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" danger htmlType="submit" loading={write.isPending}>{m('confirmEnd')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
