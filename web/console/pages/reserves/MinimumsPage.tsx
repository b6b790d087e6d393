import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { EndMinimumPanel } from './EndMinimumPanel.tsx'
import { LevelBar, barTone } from './LevelBar.tsx'
import { fill, headroomOf } from './headroom.ts'
import { MinimumsQuery, scopeOf, subjectOf, type Minimum } from './minimumQueries.ts'
import { minimumWords } from './minimumWords.ts'
import { minimumsSearch, scopes } from './search.ts'
import { reserveWords } from './words.ts'
import './reserves.css'

const headroomWords = { over: 'headroomOver', under: 'headroomUnder', at: 'headroomAt' } as const

/** The floors and what stands above them; administrators set and end them. */
export function MinimumsPage() {
  const t = useWords(reserveWords)
  const m = useWords(minimumWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/minimums' })
  const navigate = useNavigate({ from: '/minimums' })
  const [ending, setEnding] = useState<Minimum | null>(null)
  const [ended, setEnded] = useState<string | null>(null)
  const sort = useSort(search.order ?? 'HEADROOM')
  const query = useQuery({
    queryKey: ['minimums', search],
    queryFn: ({ signal }) => ask(MinimumsQuery, { belowOnly: search.below ?? false, kind: search.kind ?? null, scope: search.scope ?? null, search: search.find ?? null, validity: search.validity ?? null, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal)
      .then((answer) => answer.minimums),
    placeholderData: (previous) => previous,
  })
  const sets = may(viewer, 'settings.write')
  const narrowed = search.find !== undefined || search.kind !== undefined || search.scope !== undefined || search.validity !== undefined
  const tab = (below: boolean) => '/minimums' + stringifySearch({ ...search, below: below || undefined, after: undefined })
  return (
    <div className="page">
      <PageHeader title={t('minimums')} note={t('minimumsNote')} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to={tab(false)} aria-current={search.below ? undefined : 'page'}>{t('everything')}</PathLink>
            <PathLink to={tab(true)} aria-current={search.below ? 'page' : undefined}>{t('onlyBelow')}</PathLink>
          </nav>
          {sets && <PathLink to="/minimums/set" className="button primary">{m('setNew')}</PathLink>}
        </>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={m('find')}><Input allowClear value={draft.find ?? ''} onChange={(event) => change({ find: event.target.value || undefined })} /></Field>
              <Field label={m('kind')}><Select className="select" allowClear placeholder={term('all')} value={draft.kind} onChange={(kind: typeof draft.kind) => change({ kind })} options={(['COVENANT', 'POLICY'] as const).map((value) => ({ value, label: term(value) }))} /></Field>
              <Field label={t('scope')}><Select className="select" allowClear placeholder={term('all')} value={draft.scope} onChange={(scope: typeof draft.scope) => change({ scope })} options={scopes.map((value) => ({ value, label: value === 'DISTRICT' ? t('DISTRICT_SCOPE') : term(value) }))} /></Field>
              <Field label={m('validity')}><Select className="select" value={draft.validity ?? 'IN_FORCE'} onChange={(validity) => change({ validity: validity === 'IN_FORCE' ? undefined : validity })} options={(['IN_FORCE', 'COMING', 'ENDED'] as const).map((value) => ({ value, label: term(value) }))} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={minimumsSearch} />
      {ended && <p className="done" role="status">{m('ended', { date: ended })}</p>}
      {ending && <EndMinimumPanel key={ending.id} minimum={ending} onClose={() => setEnding(null)} onDone={(date) => { setEnding(null); setEnded(date) }} />}
      <Card>
        <DataTable
          caption={t('minimums')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={narrowed ? m('noMatch') : search.below ? t('noneBelow') : t('noMinimums')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), order: 'ITEM', rowHeader: true, cell: (row) => <>{row.item ? <PathLink to={`/items/${row.item.code}`}>{name(subjectOf(row))}</PathLink> : name(subjectOf(row))}<span className="sub">{row.item ? <span className="code">{row.item.code}</span> : term(row.subject)}</span></> },
            { key: 'scope', title: t('scope'), order: 'SITE', cell: (row) => <>{name(scopeOf(row))}<span className="sub">{row.scope === 'DISTRICT' ? t('DISTRICT_SCOPE') : t(row.scope)} · {term(row.kind)}</span></> },
            { key: 'rule', title: m('onBreach'), cell: (row) => term(row.onBreach) },
            { key: 'floor', title: t('floor'), number: true, cell: (row) => <><Quantity value={row.floor} of={row} /><Margin minimum={row} /></> },
            { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} of={row} /></strong> },
            { key: 'headroom', title: t('headroom'), order: 'HEADROOM', cell: (row) => <HeadroomBar minimum={row} /> },
            { key: 'validity', title: m('validity'), order: 'UNTIL', nowrap: true, cell: (row) => <>{row.fromDate}<span className="sub">{row.toDate ? m('until', { to: row.toDate }) : m('open')}</span></> },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            ...(sets ? [{ key: 'action', title: term('details'), nowrap: true, cell: (row: Minimum) => (
              <span className="row-actions">
                <PathLink to={'/minimums/set' + stringifySearch({ change: row.id })} className="button">{m('change')}</PathLink>
                {(!row.toDate || search.validity !== 'ENDED') && <Button onClick={() => { setEnded(null); setEnding(row) }}>{m('end')}</Button>}
              </span>
            ) }] : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}

/** Where it begins to warn, and what it should come to. */
function Margin({ minimum }: { minimum: Minimum }) {
  const m = useWords(minimumWords)
  const parts = [!isZero(minimum.warningMargin) && m('marginAndTarget', { margin: quantity(minimum.warningMargin) }), minimum.target !== null && m('targetOf', { target: quantity(minimum.target) })].filter(Boolean)
  return parts.length > 0 ? <span className="sub">{parts.join(' · ')}</span> : null
}

/** What is available as a bar, the floor at its middle, and how far above or below in words. */
function HeadroomBar({ minimum }: { minimum: Minimum }) {
  const t = useWords(reserveWords)
  const unit = useUnit()
  const headroom = headroomOf(minimum.available, minimum.floor)
  return (
    <span className="bar-cell">
      <LevelBar filled={fill(minimum.available, minimum.floor)} mark={0.5} tone={barTone(minimum.state)} />
      <span className="sub">{t(headroomWords[headroom.kind], { quantity: `${quantity(headroom.quantity)} ${unit(minimum)}` })}</span>
    </span>
  )
}
