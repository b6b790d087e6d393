import { Link } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { ArrowRight } from '../../parts/icons.tsx'
import type { Tasks as TasksRead } from '../../snapshot/tasks.ts'
import { useCommon } from '../../words.ts'
import { homeWords } from './words.ts'

const most = 4

/** What waits, most urgent first: goods on the way, what is to be counted, then what must be turned over. */
export function Tasks({ tasks }: { tasks: TasksRead | undefined }) {
  const t = useWords(homeWords)
  const c = useCommon()
  const name = useNames()
  const arrivals = [
    ...(tasks?.waybills.map((waybill) => ({ id: waybill.id, to: `/arrivals/waybill/${waybill.id}`, title: t('waybill'), number: waybill.number, under: t('from', { place: waybill.trip.vehicle.plate, lines: waybill.lines.length }), at: waybill.toSite })) ?? []),
    ...(tasks?.transfers.map((transfer) => ({ id: transfer.id, to: `/arrivals/transfer/${transfer.id}`, title: t('transfer'), number: transfer.number, under: t('from', { place: name(transfer.site), lines: transfer.movements.length }), at: transfer.counterSite })) ?? []),
  ]
  const rotation = tasks?.rotation ?? []
  const counts = tasks?.counts ?? []
  return (
    <section aria-labelledby="tasks">
      <h2 id="tasks">{t('tasks')}</h2>
      {!tasks && <p role="status">{c('loading')}</p>}
      {tasks && arrivals.length + rotation.length + counts.length === 0 && <p className="small">{t('noTasks')}</p>}
      <ul className="rows">
        {arrivals.slice(0, most).map((task) => (
          <TaskRow key={task.id} to={task.to} title={task.title} number={task.number} under={`${name(task.at)} · ${task.under}`} />
        ))}
        {arrivals.length > most && <TaskRow to="/arrivals" title={t('allTransfers', { count: arrivals.length })} under="" />}
        {counts.map((count) => <TaskRow key={count.id} to={`/count/${count.id}`} title={t('count')} number={count.number} under={`${name(count.site)} · ${t('countProgress', count.progress)}`} />)}
        {rotation[0] && <TaskRow to="/rotation" title={t('rotation', { count: rotation.length })} under={t('rotationSoon', { date: rotation[0].expiresOn })} />}
      </ul>
    </section>
  )
}

const TaskRow = ({ to, title, number, under }: { to: string; title: string; number?: string; under: string }) => (
  <li>
    <Link href={to} className="row task">
      <span className="item-name"><strong>{title} {number && <span className="code">{number}</span>}</strong>{under && <small>{under}</small>}</span>
      <ArrowRight />
    </Link>
  </li>
)
