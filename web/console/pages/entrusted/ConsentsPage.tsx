import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { dateTime, daysBetween } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useCount } from '../../parts/useCount.ts'
import { useSort } from '../../parts/useSort.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { ConsentsQuery, EntrustedCountQuery, EntrustedQuery, RecordConsent, type Entrusted } from './entrustedQueries.ts'
import { consentsSearch } from './search.ts'
import { entrustedWords } from './words.ts'

/** Goods that were given for a purpose, and the donors' consents to another. */
export function ConsentsPage() {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/consents' })
  const [recording, setRecording] = useState<Entrusted['reserve'] | null>(null)
  const [recorded, setRecorded] = useState(false)
  const locked = useQuery({ queryKey: ['lockedStock', search.locked], queryFn: ({ signal }) => ask(EntrustedQuery, { lockedOnly: true, first: pageSize, after: search.locked ?? null }, signal).then((answer) => answer.balances), placeholderData: (previous) => previous })
  const lockedInAll = useCount(['lockedStock'], locked, search.locked, (signal) => ask(EntrustedCountQuery, { lockedOnly: true }, signal).then((answer) => answer.balances))
  const sort = useSort(search.order ?? 'NEWEST')
  const consents = useQuery({ queryKey: ['consents', search.order, search.after], queryFn: ({ signal }) => ask(ConsentsQuery, { orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.purposeConsents), placeholderData: (previous) => previous })
  const records = may(viewer, 'consent.record')
  return (
    <div className="page">
      <PageHeader title={t('consents')} note={t('consentsNote')} />
      <IgnoredParams known={consentsSearch} />
      {recorded && <p className="done" role="status">{t('recorded')}</p>}
      {recording && <RecordPanel key={recording.id} reserve={recording} onClose={() => setRecording(null)} onDone={() => { setRecording(null); setRecorded(true) }} />}
      <Card title={t('locked')}>
        <DataTable
          caption={t('locked')}
          query={locked}
          rows={locked.data?.nodes}
          rowKey={(row) => `${row.site.id} ${row.lot.id} ${row.reserve.id}`}
          empty={t('noLocked')}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub code">{row.item.code}</span></> },
            { key: 'purpose', title: t('purpose'), cell: (row) => <strong>{row.reserve.purpose}</strong> },
            { key: 'owner', title: t('owner'), cell: (row) => <>{name(row.reserve.owner)}<span className="sub">{term(row.reserve.custody)}</span></> },
            { key: 'site', title: term('site'), cell: (row) => name(row.site) },
            { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.lotNo}</span> },
            { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (row) => <ExpiryDate on={row.lot.expiresOn} /> },
            { key: 'available', title: term('available'), number: true, cell: (row) => <Quantity value={row.available} of={row.item} /> },
            ...(records ? [{ key: 'action', title: term('details'), cell: (row: Entrusted) => <Button onClick={() => { setRecorded(false); setRecording(row.reserve) }}>{t('record')}</Button> }] : []),
          ]}
        />
        <CursorPager param="locked" pageInfo={locked.data?.pageInfo} count={locked.data?.nodes.length ?? 0} of={lockedInAll} />
      </Card>
      <Card title={t('consentList')}>
        <DataTable
          caption={t('consentList')}
          query={consents}
          rows={consents.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noConsents')}
          sort={sort}
          columns={[
            { key: 'purpose', title: t('purpose'), rowHeader: true, cell: (row) => <>{row.reserve.purpose}<span className="sub">{name(row.reserve.owner)}</span></> },
            { key: 'other', title: t('other'), cell: (row) => row.purpose || t('anyPurpose') },
            { key: 'by', title: t('consentedBy'), cell: (row) => row.consentedBy },
            { key: 'paper', title: t('paper'), cell: (row) => <span className="note-cell">{row.paper}</span> },
            { key: 'until', title: t('until'), order: 'UNTIL', nowrap: true, cell: (row) => row.untilOn },
            { key: 'state', title: term('state'), cell: (row) => <StateTag tone={row.inForce ? 'good' : 'quiet'} word={t(row.inForce ? 'inForce' : 'over')} /> },
            { key: 'recorded', title: t('recordedAt'), order: { falling: 'NEWEST' }, cell: (row) => <>{row.recordedBy ?? '–'}<span className="sub">{dateTime(row.recordedAt)}</span></> },
          ]}
        />
        <CursorPager pageInfo={consents.data?.pageInfo} count={consents.data?.nodes.length ?? 0} of={consents.data} />
      </Card>
    </div>
  )
}

function RecordPanel({ reserve, onClose, onDone }: { reserve: Entrusted['reserve']; onClose: () => void; onDone: () => void }) {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const { today } = useAbout()
  const write = useWrite(RecordConsent)
  const [draft, setDraft] = useState({ purpose: '', consentedBy: '', paper: '', untilOn: '' })
  const [tried, setTried] = useState(false)
  const days = draft.untilOn === '' ? -1 : daysBetween(today, draft.untilOn)
  const faults = { consentedBy: draft.consentedBy.trim() ? null : t('faultBy'), paper: draft.paper.trim() ? null : t('faultPaper'), untilOn: days >= 0 && days <= 366 ? null : t('faultYear') }
  const fault = (field: keyof typeof faults) => (tried ? faults[field] : null)
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  return (
    <Card title={t('recordTitle', { owner: name(reserve.owner), purpose: reserve.purpose })}>
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(faults).some(Boolean) || write.isPending) return
        write.mutate({ reserveId: reserve.id, purpose: draft.purpose.trim() || null, consentedBy: draft.consentedBy.trim(), paper: draft.paper.trim(), untilOn: draft.untilOn }, { onSuccess: onDone })
      }}>
        <div className="form-head">
          <Field label={t('other')} hint={t('otherHint')}><Input maxLength={60} value={draft.purpose} onChange={(event) => set({ purpose: event.target.value })} /></Field>
          <Field label={t('consentedBy')} error={fault('consentedBy')}><Input maxLength={60} value={draft.consentedBy} onChange={(event) => set({ consentedBy: event.target.value })} /></Field>
          <Field label={t('paper')} wide error={fault('paper')}><Input maxLength={200} value={draft.paper} onChange={(event) => set({ paper: event.target.value })} /></Field>
          <Field label={t('until')} hint={t('untilHint')} error={fault('untilOn')}><input className="plain-input" type="date" min={today} value={draft.untilOn} aria-invalid={fault('untilOn') !== null} onChange={(event) => set({ untilOn: event.target.value })} /></Field>
        </div>
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending}>{t('recordIt')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
