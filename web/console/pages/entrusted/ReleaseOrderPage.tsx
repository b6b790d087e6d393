import { useParams } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { compare, fold, isZero, quantityProblem } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useSites } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { IssueByOrder, TransferByOrder, useOrder, type Order } from './entrustedQueries.ts'
import { entrustedWords } from './words.ts'

/** One order, and the form by which its keeper issues. */
export function ReleaseOrderPage() {
  const t = useWords(entrustedWords)
  const name = useNames()
  const { id } = useParams({ from: '/release-orders/$id' })
  const query = useOrder(id)
  const order = query.data
  return (
    <div className="page">
      <PageHeader title={order ? `${t('orders')} ${order.number}` : t('orders')} trail={[{ title: t('orders'), to: '/release-orders' }]} tags={order && <StateTag state={order.state} />}
        note={order && `${name(order.owner)} → ${name(order.site)} · ${t('untilOn')} ${order.untilOn}${order.note && ` · ${order.note}`}`} />
      <Loaded query={query}>{(found) => (found ? <OrderBody key={found.id} order={found} /> : <p className="notice" role="status">{t('unknown')}</p>)}</Loaded>
    </div>
  )
}

type Posted = { id: string; number: string; state: string }
const reasons = ['CONSUMPTION', 'DISTRIBUTION', 'LOAN', 'ROTATION'] as const

function OrderBody({ order }: { order: Order }) {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const viewer = useViewer()
  const sites = useSites().data
  const issue = useWrite(IssueByOrder)
  const transfer = useWrite(TransferByOrder)
  const [how, setHow] = useState<'issue' | 'transfer'>('issue')
  const [reason, setReason] = useState<(typeof reasons)[number]>('CONSUMPTION')
  const [to, setTo] = useState<string>()
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState<Record<number, string>>({})
  const [tried, setTried] = useState(false)
  const [posted, setPosted] = useState<Posted | null>(null)
  const keeps = viewer.keepsSites.some((site) => site.id === order.site.id)
  const open = order.state === 'OPEN' && keeps
  const toSite = sites?.find((site) => site.code === to)
  const now = (line: number) => typed[line] ?? order.lines[line]!.left
  const right = (line: number) => fold(now(line)) === '' || isZero(order.lines[line]!.left) || (quantityProblem(now(line), order.lines[line]!.item.scale, true) === null && compare(fold(now(line)), order.lines[line]!.left) <= 0)
  const lines = order.lines.flatMap((line, i) => (fold(now(i)) === '' || !right(i) || isZero(fold(now(i))) ? [] : [{ itemId: line.item.id, lotId: line.lot?.id ?? null, quantity: fold(now(i)) }]))
  const wrong = order.lines.some((_, i) => !right(i)) || lines.length === 0 || (how === 'transfer' && !toSite)
  const pending = issue.isPending || transfer.isPending
  const error = issue.error ?? transfer.error
  const done = ({ document }: { document: Posted | null }) => { setPosted(document); setTyped({}); setTried(false); setNote('') }
  const submit = () => {
    setTried(true)
    if (wrong || pending) return
    setPosted(null)
    issue.reset()
    transfer.reset()
    const common = { siteId: order.site.id, releaseOrderId: order.id, note: note.trim() || null, lines }
    if (how === 'issue') issue.mutate({ ...common, reason }, { onSuccess: done })
    else transfer.mutate({ ...common, toSiteId: toSite!.id }, { onSuccess: done })
  }
  return (
    <form className="page-body" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      {posted && <p className="done" role="status">{t(posted.state === 'SUBMITTED' ? 'waits' : 'posted', { number: posted.number })} <PathLink to={`/documents/${posted.id}`}>{t('seeDocument')}</PathLink></p>}
      {!keeps && order.state === 'OPEN' && <p className="notice">{t('notKeeper')}</p>}
      {order.state !== 'OPEN' && <p className="notice">{t('closed')}</p>}
      {open && (
        <Card title={t('issueTitle')}>
          <div className="form-head">
            <Field label={t('how')}><Select className="select" value={how} onChange={setHow} options={[{ value: 'issue' as const, label: t('issue') }, { value: 'transfer' as const, label: t('transfer') }]} /></Field>
            {how === 'issue' ? <Field label={term('reason')}><Select className="select" value={reason} onChange={setReason} options={reasons.map((value) => ({ value, label: term(value) }))} /></Field>
              : <Field label={t('toSite')} wide error={tried && !toSite ? t('faultTo') : null}><SiteSelect required value={to} except={order.site.code} onChange={(next) => setTo(next?.code)} /></Field>}
            <Field label={t('noteLabel')} wide><Input maxLength={400} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
          </div>
        </Card>
      )}
      <Card>
        <DataTable
          caption={t('lines')}
          rows={order.lines}
          rowKey={(line) => `${line.item.id} ${line.lot?.id}`}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <>{name(line.item)}<span className="sub code">{line.item.code}</span></> },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => (line.lot ? <span className="code">{line.lot.lotNo}</span> : t('anyLot')) },
            { key: 'quantity', title: t('allow'), number: true, cell: (line) => <Quantity value={line.quantity} of={line.item} /> },
            { key: 'left', title: t('leftNow'), number: true, cell: (line) => <strong><Quantity value={line.left} of={line.item} /></strong> },
            ...(open ? [{ key: 'now', title: t('now'), cell: (line: Order['lines'][number], i: number) => !isZero(line.left) && (
              <>
                <span className="grid-quantity"><input className="plain-input number-input" inputMode="decimal" aria-label={`${t('now')} ${name(line.item)}`} aria-invalid={tried && !right(i)} value={now(i)} onChange={(event) => setTyped({ ...typed, [i]: event.target.value })} /> {unit(line.item)}</span>
                {tried && !right(i) && <span className="field-error" role="alert">{t('faultNow')}</span>}
              </>
            ) }] : []),
          ]}
        />
      </Card>
      {error !== null && <p className="error-card" role="alert">{say(error)}</p>}
      {open && <div className="actions"><Button type="primary" htmlType="submit" loading={pending}>{t('post')}</Button></div>}
    </form>
  )
}
