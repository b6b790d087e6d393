import { useState } from 'react'
import { Link, useLocation, useParams, useSearchParams } from 'wouter'
import { add, compare, isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { ReasonEntry } from '../../parts/ReasonEntry.tsx'
import { ScanCard } from '../../parts/ScanCard.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { useListScan } from '../../parts/useListScan.tsx'
import { useViewer } from '../../session/useSession.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { labelOf, packIn, saysLot } from './label.ts'
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
  const s = useWords(scanCardWords)
  const begun = useSearchParams()[0].get('scanned')
  const [scanned, setScanned] = useState(begun && /^\d+(\.\d+)?$/.test(begun) ? begun : '0')
  const [rightLot, setRightLot] = useState(begun !== null)
  // Each pack that is taken off the shelf is held against the lot of the task, and counted.
  const told = useListScan(task ? [{ of: task, ...labelOf(task) }] : null, task ? `${name(task.item)} ${task.lot.serialNo || task.lot.lotNo}` : '', (of, fits) => {
    if (fits.kind === 'ITEM_CODE') return <p role="alert" className="notice notice-warn">{s('itemCode')}</p>
    const counted = add(scanned, packIn(fits))
    if (compare(counted, of.quantity) > 0) return <ScanCard title={t('tooMany')} expected={`${quantity(of.quantity)} ${unitOf(language, of.item)}`} got={`${quantity(counted)} ${unitOf(language, of.item)}`}>{s('notCounted')}</ScanCard>
    setScanned(counted)
    if (saysLot(fits)) setRightLot(true)
    return null
  })
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
      {told}
      <section className="card">
        <p className="card-title"><strong>{name(task.item)}</strong> <span className="code small">{task.item.code}</span></p>
        <p className="card-figure">{quantity(task.quantity)} <span className="entry-unit">{unit}</span></p>
        <p className="small"><span className="code">{c('lot', { no: task.lot.lotNo })}</span> <Expiry date={task.expiresOn} /> · {t('why', { date: task.rotateOn })}</p>
        {(rightLot || !isZero(scanned)) && <p role="status"><strong>{rightLot && `✓ ${t('rightLot')}`} {!isZero(scanned) && t('scanned', { quantity: quantity(scanned), unit })}</strong></p>}
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
