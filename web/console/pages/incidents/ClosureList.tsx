// Closed roads beside the map: what, why, since and until when, told by whom; and opening one again.
import { Button, Popconfirm } from 'antd'
import { dateTime } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { useWrite } from '../../useWrite.ts'
import { useClosureName } from './closures.ts'
import { closureWords } from './closureWords.ts'
import type { RoadClosure } from './documents.ts'
import { OpenRoad } from './writes.ts'

type Props = { closures: readonly RoadClosure[]; selected: string | null; onSelect: (id: string | null) => void; now: number; mayWrite: boolean; onClose?: (() => void) | undefined }

export function ClosureList({ closures, selected, onSelect, now, mayWrite, onClose }: Props) {
  const t = useWords(closureWords)
  return (
    <section aria-label={t('title')}>
      <h2 className="closure-head">{t('title')}{closures.length > 0 && ` (${closures.length})`}{mayWrite && onClose && <Button onClick={onClose}>{t('close')}</Button>}</h2>
      {closures.length === 0 && <p className="muted">{t('none')}</p>}
      <ul>
        {closures.map((closure) => <ClosureRow key={closure.id} closure={closure} pressed={selected === closure.id} onSelect={onSelect} now={now} mayWrite={mayWrite} />)}
      </ul>
    </section>
  )
}

function ClosureRow({ closure, pressed, onSelect, now, mayWrite }: { closure: RoadClosure; pressed: boolean; onSelect: Props['onSelect']; now: number; mayWrite: boolean }) {
  const t = useWords(closureWords)
  const term = useTerm()
  const say = useWordError()
  const name = useClosureName()(closure)
  const write = useWrite(OpenRoad)
  const facts = [
    Date.parse(closure.fromAt) > now ? t('comes', { time: dateTime(closure.fromAt) }) : t('since', { time: dateTime(closure.fromAt) }),
    closure.untilAt ? t('until', { time: dateTime(closure.untilAt) }) : t('open'),
    ...(closure.closedBy ? [t('by', { name: closure.closedBy })] : []),
    ...(closure.incident ? [closure.incident.name] : []),
    ...(closure.passesGo ? [t('passes')] : []),
  ]
  return (
    <li data-closure={closure.id}>
      <button type="button" aria-pressed={pressed} onClick={() => onSelect(pressed ? null : closure.id)}>
        <strong>{name}</strong> <span className="closure-reason">{term(closure.reason)}</span> <span className="muted">{term(closure.shape)}</span>
        {closure.roadNames.length > 0 && <span className="board-line">{t('roads', { names: closure.roadNames.join(t('between')) })}</span>}
        <span className="board-line muted">{facts.join(' · ')}</span>
      </button>
      {mayWrite && (
        <Popconfirm title={t('reopenSure', { name })} okText={t('reopen')} cancelText={term('back')} onConfirm={() => write.mutate({ closureId: closure.id })}>
          <Button aria-label={t('reopenOf', { name })} loading={write.isPending}>{t('reopen')}</Button>
        </Popconfirm>
      )}
      {write.error !== null && <p className="field-error" role="alert">{say(write.error)}</p>}
    </li>
  )
}
