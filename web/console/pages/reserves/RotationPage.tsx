import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSites } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { rotationSearch } from './search.ts'
import { reserveWords } from './words.ts'

const RotationQuery = graphql(`
  query Rotation($siteId: ID, $openOnly: Boolean, $orderBy: RotationTaskOrder, $first: Int, $after: String) {
    rotationTasks(siteId: $siteId, openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes {
        id quantity rotateOn expiresOn replaceFirst keptFor state documentId
        site { id code nameZh nameEn } lot { lotNo serialNo } item { code nameZh nameEn unitZh unitEn } reserve { custody owner { nameZh nameEn } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
const CompleteRotation = graphql(`mutation CompleteRotationTask($input: CompleteRotationTaskInput!) { completeRotationTask(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

type Task = ResultOf<typeof RotationQuery>['rotationTasks']['nodes'][number]

/** P15. What must go out before it expires, and what must come in first. */
export function RotationPage() {
  const t = useWords(reserveWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/rotation' })
  const navigate = useNavigate({ from: '/rotation' })
  const sites = useSites().data
  const siteId = sites?.find((site) => site.code === search.site)?.id
  const sort = useSort(search.order ?? 'EXPIRES')
  const [completing, setCompleting] = useState<Task | null>(null)
  const [done, setDone] = useState<{ id: string; number: string; state: string } | null>(null)
  const query = useQuery({
    queryKey: ['rotation', search, siteId],
    queryFn: ({ signal }) => ask(RotationQuery, { siteId: siteId ?? null, openOnly: !search.all, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.rotationTasks),
    placeholderData: (previous) => previous,
    enabled: !search.site || sites !== undefined,
  })
  const mayComplete = (task: Task) => task.state === 'OPEN' && may(viewer, 'rotation.complete') && viewer.keepsSites.some((site) => site.id === task.site.id)
  return (
    <div className="page">
      <PageHeader title={t('rotation')} note={t('rotationNote')} actions={
        <nav className="tabs" aria-label={term('state')}>
          <PathLink to={'/rotation' + stringifySearch({ ...search, all: undefined, after: undefined })} aria-current={search.all ? undefined : 'page'}>{term('OPEN')}</PathLink>
          <PathLink to={'/rotation' + stringifySearch({ ...search, all: true, after: undefined })} aria-current={search.all ? 'page' : undefined}>{t('everything')}</PathLink>
        </nav>
      } />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>}
        </FilterBar>
      </Card>
      <IgnoredParams known={rotationSearch} />
      {done && <p className="done" role="status">{t(done.state === 'SUBMITTED' ? 'rotationSubmitted' : 'completed', { number: done.number })} <PathLink to={`/documents/${done.id}`}>{t('seeDocument')}</PathLink></p>}
      {completing && <CompletePanel key={completing.id} task={completing} onClose={() => setCompleting(null)} onDone={(document) => { setCompleting(null); setDone(document) }} />}
      <Card>
        <DataTable
          caption={t('rotation')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noTasks')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
            { key: 'site', title: term('site'), order: 'SITE', cell: (row) => <>{name(row.site)}<span className="sub">{name(row.reserve.owner)} · {term(row.reserve.custody)}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}{row.lot.serialNo && <span className="sub">{row.lot.serialNo}</span>}</span> },
            { key: 'quantity', title: term('quantity'), number: true, cell: (row) => <strong><Quantity value={row.quantity} of={row.item} /></strong> },
            { key: 'rotateOn', title: t('rotateOn'), order: 'ROTATE_ON', nowrap: true, cell: (row) => row.rotateOn },
            { key: 'expiry', title: term('expiresOn'), order: 'EXPIRES', nowrap: true, cell: (row) => <ExpiryDate on={row.expiresOn} /> },
            { key: 'before', title: t('before'), cell: (row) => row.state === 'OPEN' && <Before task={row} /> },
            { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
            ...(may(viewer, 'rotation.complete') ? [{ key: 'action', title: term('details'), cell: (row: Task) => mayComplete(row) && <Button size="small" onClick={() => { setDone(null); setCompleting(row) }}>{t('complete')}</Button> }] : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}

function Before({ task }: { task: Task }) {
  const t = useWords(reserveWords)
  const unit = useUnit()
  if (isZero(task.replaceFirst)) return <StateTag tone="good" word={t('mayGo')} />
  return (
    <>
      <StateTag tone="near" word={t('replaceFirst', { quantity: `${quantity(task.replaceFirst)} ${unit(task.item)}` })} />
      {task.keptFor && <span className="sub">{t('keptFor', { rule: task.keptFor })}</span>}
    </>
  )
}

function CompletePanel({ task, onClose, onDone }: { task: Task; onClose: () => void; onDone: (document: { id: string; number: string; state: string }) => void }) {
  const t = useWords(reserveWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const [note, setNote] = useState('')
  const complete = useWrite(CompleteRotation)
  return (
    <Card title={t('completeTitle', { item: name(task.item), lot: task.lot.serialNo || task.lot.lotNo })}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          complete.mutate({ taskId: task.id, note: note.trim() || null }, { onSuccess: ({ document }) => document && onDone(document) })
        }}
      >
        <p>{t('completeWhy', { quantity: `${quantity(task.quantity)} ${unit(task.item)}` })}</p>
        {!isZero(task.replaceFirst) && <p><Before task={task} /> <PathLink to={`/receive?site=${task.site.code}&item=${task.item.code}`}>{t('receiveNew')}</PathLink></p>}
        <Field label={t('whereTo')} wide><Input autoFocus maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
        {complete.error ? <p className="field-error" role="alert">{say(complete.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={complete.isPending}>{t('confirmComplete')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
