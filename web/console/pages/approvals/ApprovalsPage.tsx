import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { dateTime, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { useWrite } from '../../useWrite.ts'
import { RefuseDocument } from '../stock/documents/documentQueries.ts'
import { approvalsOf } from '../stock/documents/documentLines.ts'
import { ApprovalResults } from './ApprovalResults.tsx'
import { ToApproveCountQuery, ToApproveQuery, type Waiting } from './approvalQueries.ts'
import { approvalWords } from './words.ts'

/** What waits for the viewer's decision, oldest first unless chosen otherwise: several at once, and each told by itself what became of it. */
export function ApprovalsPage() {
  const t = useWords(approvalWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const { order, after } = useSearch({ from: '/approvals' })
  const sort = useSort(order ?? 'OLDEST')
  const query = useQuery({ queryKey: ['documentsToApprove', order, after], queryFn: ({ signal }) => ask(ToApproveQuery, { orderBy: order ?? null, first: pageSize, after: after ?? null }, signal).then((answer) => answer.documentsToApprove), placeholderData: (previous) => previous })
  const inAll = useCount(['documentsToApprove'], query, after, (signal) => ask(ToApproveCountQuery, {}, signal).then((answer) => answer.documentsToApprove))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [approving, setApproving] = useState<readonly Waiting[] | null>(null)
  const [refusing, setRefusing] = useState<Waiting | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const rows = query.data?.nodes ?? []
  const may = rows.filter((row) => row.steps.includes('APPROVE'))
  const picked = may.filter((row) => chosen.has(row.id))
  const all = may.length > 0 && picked.length === may.length
  const toggle = (id: string) => setChosen((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]))
  const titleOf = (row: Waiting) => `${kindWord(row.kind)} ${name(row.site)}`
  return (
    <div className="page">
      <PageHeader title={t('approvals')} note={t('approvalsNote')} actions={
        <>
          <PathLink to="/approval-rules" className="button">{t('rules')}</PathLink>
          <Button type="primary" disabled={picked.length === 0 || approving !== null} onClick={() => { setRefused(null); setRefusing(null); setApproving(picked) }}>{picked.length > 0 ? t('approveChosen', { count: picked.length }) : t('approve')}</Button>
        </>
      } />
      {refused && <p className="done" role="status">{t('refused', { what: refused })}</p>}
      {approving && <ApprovalResults documents={approving} onClose={() => { setApproving(null); setChosen(new Set()) }} />}
      {refusing && <RefusePanel key={refusing.id} row={refusing} title={titleOf(refusing)} onClose={() => setRefusing(null)} onDone={() => { setRefused(titleOf(refusing)); setRefusing(null) }} />}
      <Card>
        <DataTable
          caption={t('approvals')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('nothing')}
          sort={sort}
          columns={[
            { key: 'choose', title: <Checkbox aria-label={t('chooseAll')} checked={all} indeterminate={picked.length > 0 && !all} disabled={may.length === 0} onChange={() => setChosen(new Set(all ? [] : may.map((row) => row.id)))} />, cell: (row) => (
              <Checkbox aria-label={t('chooseOne', { what: titleOf(row) })} disabled={!row.steps.includes('APPROVE')} checked={chosen.has(row.id) && row.steps.includes('APPROVE')} onChange={() => toggle(row.id)} />
            ) },
            { key: 'what', title: t('what'), rowHeader: true, cell: (row) => <><PathLink to={`/documents/${row.id}`}>{kindWord(row.kind)}</PathLink> {row.reason !== row.kind && term(row.reason)}<span className="sub">{row.note}</span></> },
            { key: 'site', title: term('site'), cell: (row) => <>{name(row.site)}{row.counterSite && <span className="sub">→ {name(row.counterSite)}</span>}</> },
            { key: 'lines', title: t('lines'), cell: (row) => (
              <span className="code-lines">
                {row.waitingLines.slice(0, 3).map((line) => <span key={line.lineNo}>{row.kind === 'ADJUSTMENT' && `${t(line.fromPlace === 'DIFFERENCE' ? 'found' : 'missing')} `}{name(line.item)} <Quantity value={line.quantity} of={line.item} />{line.item.hazardClass && <> <span className="level">{t('hazard', { class: line.item.hazardClass })}</span></>}</span>)}
                {row.waitingLines.length > 3 && <span className="muted">{t('moreLines', { count: row.waitingLines.length - 3 })}</span>}
              </span>
            ) },
            { key: 'value', title: t('value'), number: true, cell: (row) => (row.value === null ? <span className="muted">{t('unknownValue')}</span> : quantity(row.value)) },
            { key: 'recorded', title: t('recorded'), order: { rising: 'OLDEST', falling: 'NEWEST' }, cell: (row) => <>{row.recordedBy}<span className="sub code">{dateTime(row.recordedAt)}</span></> },
            { key: 'given', title: t('given'), cell: (row) => <Given row={row} /> },
            { key: 'action', title: t('actions'), cell: (row) => row.steps.includes('REFUSE') && <Button size="small" aria-label={t('refuseOne', { what: titleOf(row) })} onClick={() => { setRefused(null); setRefusing(row) }}>{t('refuse')}</Button> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={rows.length} of={inAll} />
      </Card>
    </div>
  )
}

/** The approvals that were given, and what is still needed before the viewer's counts. */
function Given({ row }: { row: Waiting }) {
  const t = useWords(approvalWords)
  const given = row.approvals.filter((one) => !one.void && one.decision === 'APPROVED')
  const { missing } = approvalsOf(row)
  return (
    <>
      {t('givenOf', { given: given.length, asked: row.approvalsAsked })}{' '}
      {row.approvalsAsked > 1 && missing > 0 && <StateTag tone="near" word={t('stillMissing', { count: missing })} />}
      {given.map((one) => <span key={one.person} className="sub">{one.person} <span className="code">{dateTime(one.decidedAt)}</span></span>)}
      {row.kind === 'SCRAP' && (row.appraisal ? <span className="sub"><StateTag state={row.appraisal.finding} /> {row.appraisal.person}</span> : <span className="sub"><StateTag tone="near" word={t('notAppraised')} /></span>)}
    </>
  )
}

function RefusePanel({ row, title, onClose, onDone }: { row: Waiting; title: string; onClose: () => void; onDone: () => void }) {
  const t = useWords(approvalWords)
  const term = useTerm()
  const say = useWordError()
  const [reason, setReason] = useState('')
  const write = useWrite(RefuseDocument)
  return (
    <Card title={t('refuseTitle', { what: title })}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        if (!write.isPending) write.mutate({ documentId: row.id, revision: row.revision, reason: reason.trim() }, { onSuccess: onDone })
      }}>
        <p className="muted">{t('refuseWhy')}</p>
        <Field label={t('refuseReason')} wide><Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" danger htmlType="submit" loading={write.isPending} disabled={reason.trim() === ''}>{t('confirmRefuse')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
