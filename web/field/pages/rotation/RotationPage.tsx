import { Link, useLocation } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { daysBetween, quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { today } from '../../clock.ts'
import { ArrowRight } from '../../parts/icons.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useListScan } from '../../parts/useListScan.tsx'
import { usePlace } from '../../session/place.ts'
import type { RotationTask } from '../../snapshot/tasks.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { labelOf, packIn, saysLot } from './label.ts'
import { useCommon } from '../../words.ts'
import { rotationWords } from './words.ts'

/** The lots that have to be turned over, first to expire first, this site's before the others'. */
export function RotationPage() {
  const t = useWords(rotationWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const place = usePlace()
  const tasks = useTasks()?.rotation
  // The label of goods opens their task, with the pack that was scanned counted.
  const told = useListScan(tasks?.map((task) => ({ of: task, ...labelOf(task), done: task.site.id !== place?.id })) ?? null, t('title'), (task, fits) => {
    if (!saysLot(fits) && tasks!.filter((one) => one.item.id === task.item.id).length > 1) return <p role="alert" className="notice notice-warn">{t('whichLot')}</p>
    go(`/rotation/${task.id}${saysLot(fits) ? `?scanned=${packIn(fits)}` : ''}`)
    return null
  })
  const groups: [string, RotationTask[]][] = [
    [name(place), tasks?.filter((task) => task.site.id === place?.id) ?? []],
    [t('others'), tasks?.filter((task) => task.site.id !== place?.id) ?? []],
  ]
  return (
    <Screen title={t('title')} back={() => go('/')}>
      {told}
      {!tasks && <p role="status">{c('loading')}</p>}
      {tasks?.length === 0 && <p role="status">{t('none')}</p>}
      {groups.filter(([, rows]) => rows.length > 0).map(([title, rows]) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul className="rows" aria-label={title}>
            {rows.map((task) => <TaskRow key={task.id} task={task} elsewhere={task.site.id !== place?.id} />)}
          </ul>
        </section>
      ))}
    </Screen>
  )
}

function TaskRow({ task, elsewhere }: { task: RotationTask; elsewhere: boolean }) {
  const t = useWords(rotationWords)
  const name = useNames()
  const language = useLanguage()
  const left = daysBetween(today(), task.expiresOn)
  return (
    <li>
      <Link href={`/rotation/${task.id}`} className="row task">
        <span className="item-name">
          <strong>{name(task.item)}</strong>
          <small>{t('row', { quantity: quantity(task.quantity), unit: unitOf(language, task.item), date: task.expiresOn })} · {left < 0 ? t('past') : t('days', { days: left })}{elsewhere && ` · ${name(task.site)}`}{!isZero(task.replaceFirst) && ` · ${t('replaceFirstShort')}`}</small>
        </span>
        <ArrowRight />
      </Link>
    </li>
  )
}
