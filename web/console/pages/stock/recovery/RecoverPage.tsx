import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { compare, fold, isZero, quantityProblem } from '../../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../../shared/format.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../../parts/CursorPager.tsx'
import { DataTable } from '../../../parts/DataTable.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { Loaded } from '../../../parts/Loaded.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { Quantity } from '../../../parts/Quantity.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useSites } from '../../../parts/sites.ts'
import { useViewer } from '../../../useSession.ts'
import { useWrite } from '../../../useWrite.ts'
import { DocumentsQuery } from '../documents/documentQueries.ts'
import { plainQuantity } from '../forms/lines.ts'
import { useDraft } from '../forms/useDraft.ts'
import { OutstandingQuery, RecoverGoods, type IssueOut } from './recoveryQueries.ts'
import { recoveryWords } from './words.ts'

/** Goods come back against the issue by which they went out. */
export function RecoverPage() {
  const t = useWords(recoveryWords)
  const { against } = useSearch({ from: '/recovery/new' })
  const query = useQuery({ queryKey: ['outstanding', against], queryFn: () => ask(OutstandingQuery, { id: against! }).then(({ node }) => (node?.__typename === 'Document' ? node : null)), enabled: against !== undefined })
  return (
    <div className="page">
      <PageHeader title={t('recover')} note={t('recoverNote')} trail={[{ title: t('recovery'), to: '/recovery' }]} />
      {against === undefined ? <ChooseIssue /> : (
        <Loaded query={query}>
          {(issue) => issue && issue.outstanding.some((line) => !isZero(line.left))
            ? <ComesBack key={issue.id} issue={issue} />
            : <Card><p>{t('nothingOut')} <PathLink to="/recovery/new">{t('chooseAnother')}</PathLink></p></Card>}
        </Loaded>
      )}
    </div>
  )
}

function ChooseIssue() {
  const t = useWords(recoveryWords)
  const term = useTerm()
  const name = useNames()
  const { after } = useSearch({ from: '/recovery/new' })
  const query = useQuery({
    queryKey: ['documents', 'issued', after],
    queryFn: ({ signal }) => ask(DocumentsQuery, { kind: 'ISSUE', state: 'POSTED', first: pageSize, after: after ?? null }, signal).then((answer) => answer.documents),
  })
  return (
    <Card title={t('chooseIssue')}>
      <DataTable caption={t('chooseIssue')} query={query} rows={query.data?.nodes} rowKey={(row) => row.id} empty={t('noIssues')} columns={[
        { key: 'number', title: term('documentNumber'), rowHeader: true, cell: (row) => <PathLink to={`/recovery/new?against=${row.id}`} className="code">{row.number}</PathLink> },
        { key: 'reason', title: term('reason'), cell: (row) => term(row.reason) },
        { key: 'site', title: term('site'), cell: (row) => name(row.site) },
        { key: 'when', title: t('issuedAt'), nowrap: true, cell: (row) => dateTime(row.occurredAt) },
        { key: 'note', title: term('note'), cell: (row) => <span className="note-cell">{row.note}</span> },
      ]} />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
    </Card>
  )
}

type Out = IssueOut['outstanding'][number]
type Back = { site: string; note: string; lines: Record<string, { quantity: string; dirty: boolean }> }

const keyOf = (line: Out) => `${line.lot.id} ${line.reserve.id}`
const nothingTyped = (draft: Back) => draft.note === '' && Object.values(draft.lines).every((line) => line.quantity.trim() === '')

function ComesBack({ issue }: { issue: IssueOut }) {
  const t = useWords(recoveryWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const viewer = useViewer()
  const kept = viewer.keepsSites.map((site) => site.code)
  const [begin] = useState(() => (): Back => ({ site: kept.includes(issue.site.code) ? issue.site.code : (kept[0] ?? ''), note: '', lines: {} }))
  const { draft, change, clear } = useDraft<Back>(`recover:${issue.id}`, begin, nothingTyped)
  const write = useWrite(RecoverGoods)
  const site = useSites().data?.find((one) => one.code === draft.site)
  const open = issue.outstanding.filter((line) => !isZero(line.left))
  const typed = (line: Out) => draft.lines[keyOf(line)] ?? { quantity: '', dirty: false }
  const set = (line: Out, part: Partial<Back['lines'][string]>) => change((now) => ({ ...now, lines: { ...now.lines, [keyOf(line)]: { ...typed(line), ...part } } }))
  const fits = (line: Out) => typed(line).quantity.trim() === '' || (quantityProblem(typed(line).quantity, line.item.scale) === null && compare(fold(typed(line).quantity), line.left) <= 0)
  const filled = open.filter((line) => typed(line).quantity.trim() !== '')
  return (
    <form className="page-body" onSubmit={(event) => {
      event.preventDefault()
      if (!site || write.isPending) return
      write.mutate({
        siteId: site.id, againstId: issue.id, note: draft.note.trim() || null,
        lines: filled.map((line) => ({ itemId: line.item.id, lotId: line.lot.id, reserveId: line.reserve.id, quantity: plainQuantity(typed(line).quantity), needsCleaning: typed(line).dirty })),
      }, { onSuccess: () => { clear(); void navigate({ to: '/recovery', search: { site: draft.site } }) } })
    }}>
      <Card>
        <div className="form-head">
          <Field label={t('cameBackTo')}><SiteSelect required value={draft.site || undefined} only={kept} onChange={(next) => change((now) => ({ ...now, site: next?.code ?? '' }))} /></Field>
          <Field label={term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => change((now) => ({ ...now, note: event.target.value }))} /></Field>
        </div>
        <p className="muted">{t('issueOf', { number: issue.number, reason: term(issue.reason), site: name(issue.site) })}</p>
      </Card>
      <Card title={t('lines')}>
        <DataTable caption={t('lines')} rows={open} rowKey={keyOf} columns={[
          { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <>{name(line.item)}<span className="sub code">{line.item.code}</span></> },
          { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => <span className="code">{line.lot.lotNo}{line.lot.serialNo && <span className="sub">{line.lot.serialNo}</span>}</span> },
          { key: 'issued', title: t('issued'), number: true, cell: (line) => <Quantity value={line.issued} of={line.item} /> },
          { key: 'left', title: t('left'), number: true, cell: (line) => <Quantity value={line.left} /> },
          { key: 'quantity', title: t('cameBack'), number: true, cell: (line) => (
            <>
              <input className="plain-input number-input" inputMode="decimal" aria-label={`${t('cameBack')} ${name(line.item)} ${line.lot.lotNo}`} aria-invalid={!fits(line)} value={typed(line).quantity} onChange={(event) => set(line, { quantity: event.target.value })} />
              {!fits(line) && <span className="field-error" role="alert">{t('atMost', { left: quantity(line.left) })}</span>}
            </>
          ) },
          { key: 'dirty', title: t('needsCleaning'), cell: (line) => <Checkbox aria-label={`${t('needsCleaning')} ${name(line.item)} ${line.lot.lotNo}`} checked={typed(line).dirty} onChange={(event) => set(line, { dirty: event.target.checked })} /> },
        ]} />
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!site || filled.length === 0 || !open.every(fits)}>{t('confirmRecover')}</Button>
          <Button onClick={() => change((now) => ({ ...now, lines: Object.fromEntries(open.map((line) => [keyOf(line), { ...typed(line), quantity: line.left }])) }))}>{t('allBack')}</Button>
        </div>
      </Card>
    </form>
  )
}
