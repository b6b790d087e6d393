import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { subtract } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { scopeOf, subjectOf } from './minimumQueries.ts'
import { ConfirmOverride, OverridesCountQuery, OverridesQuery, type Override } from './overrideQueries.ts'
import { overrideWords } from './overrideWords.ts'
import { overridesSearch } from './search.ts'
import './reserves.css'

/** The queue of overrides that wait for a second signature, and all that were asked for. */
export function OverridesPage() {
  const t = useWords(overrideWords)
  const term = useTerm()
  const viewer = useViewer()
  const search = useSearch({ from: '/overrides' })
  const [confirming, setConfirming] = useState<Override | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const sort = useSort(search.order ?? 'NEWEST')
  const state = search.all ? null : 'REQUESTED'
  const query = useQuery({
    queryKey: ['overrides', search],
    queryFn: ({ signal }) => ask(OverridesQuery, { state, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.minimumOverrides),
    placeholderData: (previous) => previous,
    refetchInterval: 15_000,
  })
  const inAll = useCount(['overrides', state], query, search.after, (signal) => ask(OverridesCountQuery, { state }, signal).then((answer) => answer.minimumOverrides))
  const signs = may(viewer, 'minimum.override')
  return (
    <div className="page">
      <PageHeader title={t('title')} note={t('note')} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to={'/overrides' + stringifySearch({ order: search.order })} aria-current={search.all ? undefined : 'page'}>{t('waiting')}</PathLink>
            <PathLink to={'/overrides' + stringifySearch({ all: true, order: search.order })} aria-current={search.all ? 'page' : undefined}>{t('everything')}</PathLink>
          </nav>
          {signs && <PathLink to="/overrides/request" className="button primary">{t('ask')}</PathLink>}
        </>
      } />
      <IgnoredParams known={overridesSearch} />
      {until && <p className="done" role="status">{t('confirmedNow', { time: dateTime(until) })}</p>}
      {confirming && <ConfirmPanel key={confirming.id} override={confirming} onClose={() => setConfirming(null)} onDone={(validUntil) => { setConfirming(null); setUntil(validUntil) }} />}
      <Card>
        <DataTable
          caption={t('title')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t(search.all ? 'none' : 'noneWaiting')}
          sort={sort}
          columns={[
            { key: 'incident', title: t('incident'), rowHeader: true, nowrap: true, cell: (row) => <PathLink to={`/incidents/${row.incidentId}`} className="code">{row.incidentNumber}</PathLink> },
            { key: 'limits', title: t('limits'), cell: (row) => <Limits override={row} /> },
            { key: 'reason', title: t('reason'), cell: (row) => <span className="note-cell">{row.reason}</span> },
            { key: 'requested', title: t('requested'), order: { rising: 'OLDEST', falling: 'NEWEST' }, cell: (row) => <>{row.requestedBy}<span className="sub">{dateTime(row.requestedAt)}</span></> },
            { key: 'confirmed', title: t('confirmed'), cell: (row) => (row.confirmedBy ? <>{row.confirmedBy}{row.validUntil && <span className="sub">{t('until', { time: dateTime(row.validUntil) })}</span>}</> : <span className="muted">{t('hours', { hours: row.validHours })}</span>) },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            { key: 'used', title: t('usedBy'), nowrap: true, cell: (row) => (row.documentId ? <PathLink to={`/documents/${row.documentId}`} className="code">{row.documentNumber}</PathLink> : row.usedAt ? t('usedByAllocation') : '–') },
            ...(signs ? [{ key: 'action', title: term('details'), cell: (row: Override) => (row.confirmable ? <Button type="primary" onClick={() => { setUntil(null); setConfirming(row) }}>{t('confirm')}</Button> : row.state === 'REQUESTED' && <span className="muted">{t('own')}</span>) }] : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}

/** What it lets go, each with the numbers as they are now. */
function Limits({ override }: { override: Override }) {
  const t = useWords(overrideWords)
  const name = useNames()
  const unit = useUnit()
  const open = override.state === 'REQUESTED' || override.state === 'CONFIRMED'
  return (
    <ul className="plain-list">
      {override.limits.map(({ minimum, quantity: most }) => {
        const measured = (figure: string) => `${quantity(figure)} ${unit(minimum)}`
        return (
          <li key={minimum.id}>
            {t('limit', { scope: name(scopeOf(minimum)), subject: name(subjectOf(minimum)), quantity: measured(most) })}
            {open && <span className="sub">{t('numbers', { floor: measured(minimum.floor), available: measured(minimum.available), left: measured(subtract(minimum.available, most)) })}</span>}
          </li>
        )
      })}
    </ul>
  )
}

function ConfirmPanel({ override, onClose, onDone }: { override: Override; onClose: () => void; onDone: (validUntil: string | null) => void }) {
  const t = useWords(overrideWords)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(ConfirmOverride)
  return (
    <Card title={t('confirmTitle', { incident: override.incidentNumber })}>
      <div className="stack">
        <Limits override={override} />
        <p><strong>{override.requestedBy}</strong>：{override.reason}</p>
        <p>{t('confirmWhy', { hours: override.validHours })}</p>
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" danger loading={write.isPending} onClick={() => write.mutate({ overrideId: override.id }, { onSuccess: (payload) => onDone(payload.override?.validUntil ?? null) })}>{t('confirmIt')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </div>
    </Card>
  )
}
