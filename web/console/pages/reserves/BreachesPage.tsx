import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { dateTime, daysBetween, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSort } from '../../parts/useSort.ts'
import { useAbout } from '../../useSession.ts'
import { headroomOf } from './headroom.ts'
import { minimumWords } from './minimumWords.ts'
import { breachesSearch } from './search.ts'
import { reserveWords } from './words.ts'

const BreachesQuery = graphql(`
  query Breaches($openOnly: Boolean, $orderBy: MinimumBreachOrder, $first: Int, $after: String) {
    minimumBreaches(openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes {
        id floor available cause reason incidentNumber overriddenBy openedAt cureBy closedAt reminders { day kind }
        minimum { kind scopeNameZh scopeNameEn floor available item { code } subjectNameZh subjectNameEn unitZh unitEn }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

type Breach = ResultOf<typeof BreachesQuery>['minimumBreaches']['nodes'][number]

/** Floors that a dispatcher went below, who and why, and by when they must be made good. */
export function BreachesPage() {
  const t = useWords(reserveWords)
  const m = useWords(minimumWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/breaches' })
  const sort = useSort(search.order ?? 'URGENCY')
  const query = useQuery({
    queryKey: ['breaches', search],
    queryFn: ({ signal }) => ask(BreachesQuery, { openOnly: !search.all, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.minimumBreaches),
    placeholderData: (previous) => previous,
  })
  return (
    <div className="page">
      <PageHeader title={t('breaches')} note={m('breachesNote')} actions={
        <nav className="tabs" aria-label={term('state')}>
          <PathLink to={'/breaches' + stringifySearch({ order: search.order })} aria-current={search.all ? undefined : 'page'}>{t('openOnly')}</PathLink>
          <PathLink to={'/breaches' + stringifySearch({ all: true, order: search.order })} aria-current={search.all ? 'page' : undefined}>{t('everything')}</PathLink>
        </nav>
      } />
      <IgnoredParams known={breachesSearch} />
      <Card>
        <DataTable
          caption={t('breaches')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={search.all ? t('noBreachesEver') : t('noBreaches')}
          sort={sort}
          columns={[
            { key: 'whose', title: t('whose'), rowHeader: true, cell: (row) => <>{name({ nameZh: row.minimum.scopeNameZh, nameEn: row.minimum.scopeNameEn })}<span className="sub">{row.minimum.item ? <PathLink to={`/items/${row.minimum.item.code}`}>{name({ nameZh: row.minimum.subjectNameZh, nameEn: row.minimum.subjectNameEn })}</PathLink> : name({ nameZh: row.minimum.subjectNameZh, nameEn: row.minimum.subjectNameEn })} · {term(row.minimum.kind)}</span></> },
            { key: 'now', title: t('nowLeft'), cell: (row) => <><strong><Quantity value={row.minimum.available} of={row.minimum} /></strong><span className="sub">{m('stood', { floor: quantity(row.floor), then: quantity(row.available) })}</span></> },
            { key: 'state', title: term('state'), cell: (row) => <CureState closedAt={row.closedAt} cureBy={row.cureBy} /> },
            { key: 'cureBy', title: t('cureBy'), order: 'URGENCY', nowrap: true, cell: (row) => row.cureBy },
            { key: 'cures', title: m('cures'), cell: (row) => <Cure breach={row} /> },
            { key: 'reminders', title: m('reminders'), cell: (row) => <Reminders all={row.reminders} /> },
            { key: 'cause', title: m('cause'), cell: (row) => <>{term(row.cause)}<span className="sub note-cell">{row.cause === 'OVERRIDE' || row.cause === 'APPROVAL' || row.cause === 'FACT' ? row.reason : ''}</span></> },
            { key: 'by', title: t('overriddenBy'), cell: (row) => <>{row.overriddenBy ?? '–'}<span className="sub code">{row.incidentNumber}</span></> },
            { key: 'openedAt', title: t('openedAt'), order: { rising: 'OLDEST', falling: 'NEWEST' }, nowrap: true, cell: (row) => dateTime(row.openedAt) },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}

/** What is missing still, and so closes it. */
function Cure({ breach: { minimum, closedAt } }: { breach: Breach }) {
  const m = useWords(minimumWords)
  const unit = useUnit()
  if (closedAt) return <span className="muted">–</span>
  const { kind, quantity: missing } = headroomOf(minimum.available, minimum.floor)
  return kind === 'under' ? m('cureMissing', { quantity: `${quantity(missing)} ${unit(minimum)}` }) : m('cureReached')
}

function Reminders({ all }: { all: Breach['reminders'] }) {
  const m = useWords(minimumWords)
  const term = useTerm()
  const last = all.at(-1)
  return last ? m('reminded', { count: all.length, day: last.day, kind: term(last.kind) }) : <span className="muted">{m('notReminded')}</span>
}

function CureState({ closedAt, cureBy }: { closedAt: string | null; cureBy: string }) {
  const t = useWords(reserveWords)
  const { today } = useAbout()
  if (closedAt) return <StateTag tone="good" word={t('closed', { time: dateTime(closedAt) })} />
  const days = daysBetween(today, cureBy)
  const due = days < 0 ? t('overdue', { days: -days }) : days === 0 ? t('dueToday') : t('dueIn', { days })
  return <StateTag tone={days <= 0 ? 'bad' : 'near'} word={`${t('stillOpen')} · ${due}`} />
}
