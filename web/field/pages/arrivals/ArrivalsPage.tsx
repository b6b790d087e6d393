import { Link, useLocation } from 'wouter'
import { dateTime } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { ArrowRight } from '../../parts/icons.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { arrivalWords } from './words.ts'

/** Goods on the way that are the viewer's to receive. */
export function ArrivalsPage() {
  const t = useWords(arrivalWords)
  const c = useCommon()
  const name = useNames()
  const [, go] = useLocation()
  const tasks = useTasks()
  const groups = [
    { title: t('waybills'), rows: tasks?.waybills.map((row) => ({ to: `/arrivals/waybill/${row.id}`, number: row.number, under: [t('to', { place: name(row.toSite) }), row.trip.vehicle.plate, t('sentAt', { time: dateTime(row.issuedAt) })] })) ?? [] },
    { title: t('transfers'), rows: tasks?.transfers.map((row) => ({ to: `/arrivals/transfer/${row.id}`, number: row.number, under: [t('from', { place: name(row.site) }), t('to', { place: name(row.counterSite) }), t('sentAt', { time: dateTime(row.occurredAt) })] })) ?? [] },
  ].filter((group) => group.rows.length > 0)
  return (
    <Screen title={t('title')} back={() => go('/')}>
      {!tasks && <p role="status">{c('loading')}</p>}
      {tasks && groups.length === 0 && <p role="status">{t('none')}</p>}
      {groups.map((group) => (
        <section key={group.title}>
          <h2>{group.title}</h2>
          <ul className="rows" aria-label={group.title}>
            {group.rows.map((row) => (
              <li key={row.to}>
                <Link href={row.to} className="row task">
                  <span className="item-name"><strong className="code">{row.number}</strong><small>{row.under.join(' · ')}</small></span>
                  <ArrowRight />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Screen>
  )
}
