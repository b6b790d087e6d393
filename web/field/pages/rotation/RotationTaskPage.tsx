import { useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ReasonEntry } from '../../parts/ReasonEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useViewer } from '../../session/useSession.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { rotationWords } from './words.ts'

/** One lot to turn over. Whether a minimum stands against it is for the server to say. */
export function RotationTaskPage() {
  const t = useWords(rotationWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const { id } = useParams<{ id: string }>()
  const tasks = useTasks()?.rotation
  const task = tasks?.find((row) => row.id === id)
  const account = useViewer().account
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  if (!task) return <Screen title={t('task')} back={() => go('/rotation')}><p role="status">{tasks ? t('gone') : c('loading')}</p></Screen>
  const unit = unitOf(language, task.item)
  const confirm = async () => {
    setBusy(true)
    const operation = await record({
      kind: 'completeRotationTask', account, subject: task.id, input: { taskId: task.id, note: note.trim() || null },
      effects: [{ site: task.site.id, item: task.item.id, lot: task.lot.id, lotNo: task.lot.lotNo, expiresOn: task.lot.expiresOn, delta: '-' + task.quantity }],
      shown: shownOf(task.site, [task]), form: null,
    })
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={t('task')} under={name(task.site)} foot={<button type="button" className="main-button" disabled={busy || note.trim() === ''} onClick={() => void confirm()}>{t('confirm')}</button>}>
      <section className="card">
        <p className="card-title"><strong>{name(task.item)}</strong> <span className="code small">{task.item.code}</span></p>
        <p className="card-figure">{quantity(task.quantity)} <span className="entry-unit">{unit}</span></p>
        <p className="small"><span className="code">{c('lot', { no: task.lot.lotNo })}</span> <Expiry date={task.expiresOn} /> · {t('why', { date: task.rotateOn })}</p>
      </section>
      {!isZero(task.replaceFirst) && (
        <div className="notice notice-warn">
          <p>{t('replaceFirst', { quantity: quantity(task.replaceFirst), unit, floor: task.keptFor })}</p>
          <Link href="/receive/item" className="small-button">{t('receive')}</Link>
        </div>
      )}
      <ReasonEntry label={t('what')} reasons={[t('daily'), t('exchange'), t('welfare')]} text={note} onText={setNote} />
    </Screen>
  )
}
