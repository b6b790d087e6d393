// The workbench of one allocation: items | lines by need | map; edited in place, approved or cancelled.
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Popconfirm } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { isZero, quantityProblem } from '../../../shared/decimal.ts'
import { dateTime } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { SiteMap } from '../../map/SiteMap.tsx'
import { ErrorBoundary } from '../../parts/ErrorCard.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { isTown, useOrganisations } from '../../parts/sites.ts'
import { StateTag } from '../../parts/StateTag.tsx'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { allocationMap, flowId } from './allocationMap.ts'
import { allocationWords } from './allocationWords.ts'
import { Approve } from './Approve.tsx'
import { ByHand } from './ByHand.tsx'
import type { AllocationLine, AllocationNeed, LotRow } from './documents.ts'
import { ItemColumn } from './ItemColumn.tsx'
import { LocalPager } from './LocalPager.tsx'
import { NeedGroup, type AddedLot, type ProposalGroup } from './NeedGroup.tsx'
import { PlanTrips } from './PlanTrips.tsx'
import { editsOf, groupLines, isEmpty, live } from './proposal.ts'
import type { Proposal } from './reading.ts'
import { allocationRoute } from './routes.tsx'
import { SaveBar } from './SaveBar.tsx'
import { StaleNotice } from './StaleNotice.tsx'
import { UnservedLoads } from './UnservedLoads.tsx'
import { useDraft } from './useDraft.ts'
import { CancelAllocation, EditAllocation } from './writes.ts'

const groupsPerPage = 25

export function AllocationBench({ proposal: { incident, allocation } }: { proposal: Proposal }) {
  const t = useWords(allocationWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const { message } = App.useApp()
  const search = allocationRoute.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const organisations = useOrganisations().data
  const save = useWrite(EditAllocation)
  const { draft, stale, seen, discard, edit, add, remove } = useDraft(allocation, save.isPending)
  const [lots, setLots] = useState<ReadonlyMap<string, AddedLot>>(new Map())
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [focus, setFocus] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const [adding, setAdding] = useState<ProposalGroup | null>(null)
  const [approving, setApproving] = useState(false)
  const cancel = useWrite(CancelAllocation)

  const open = incident.state === 'OPEN'
  const editable = open && allocation.state === 'PROPOSED' && may(viewer, 'allocation.write')
  const item = search.item ?? null
  const scaleOf = (need: AllocationNeed) => need.item.scale
  const groups: ProposalGroup[] = useMemo(() => {
    const needs = [...incident.needs].sort((a, b) => a.priority - b.priority || a.item.code.localeCompare(b.item.code))
    return groupLines(needs, allocation.lines, allocation.shortfalls, draft, scaleOf)
  }, [incident.needs, allocation.lines, allocation.shortfalls, draft])
  const touches = useCallback((line: AllocationLine) => focus !== null && (line.fromSite.id === focus || line.toSite.id === focus || flowId(line.fromSite.id, line.toSite.id) === focus), [focus])
  const ofItem = useMemo(() => (item === null ? groups : groups.filter((group) => group.need.item.code === item)), [groups, item])
  const shown = focus === null ? ofItem : ofItem.filter((group) => group.lines.some(touches) || group.need.site.id === focus)
  const pages = Math.max(1, Math.ceil(shown.length / groupsPerPage))
  const onPage = shown.slice((Math.min(page, pages) - 1) * groupsPerPage, Math.min(page, pages) * groupsPerPage)
  // One item chosen: its lines are what one came for. All items: heads only, so that hundreds of lines stay fluent.
  const isOpen = (id: string) => toggled.has(id) !== (item !== null || focus !== null)
  const allOpen = onPage.length > 0 && onPage.every((group) => isOpen(group.need.id))
  const toggleAll = () => setToggled(new Set(allOpen === (item !== null || focus !== null) ? onPage.map((group) => group.need.id) : []))

  const lines = live(allocation.lines)
  const shortGroups = groups.filter((group) => !isZero(group.short)).length
  const edits = editsOf(allocation.lines.filter((line) => quantityProblem(draft.edits[line.id] ?? '0', line.item.scale, true) === null), draft)
  const broken = allocation.lines.some((line) => draft.edits[line.id] !== undefined && quantityProblem(draft.edits[line.id]!, line.item.scale, true) !== null)
  const changes = edits.length + draft.additions.length + (broken ? 1 : 0)
  const saving = () => {
    if (changes === 0 || broken || save.isPending) return
    const additions = draft.additions.map(({ needId, fromSiteId, lotId, reserveId, quantity }) => ({ needId, fromSiteId, lotId, reserveId, quantity }))
    save.mutate({ allocationId: allocation.id, revision: allocation.revision, edits, additions }, {
      onSuccess: () => {
        discard()
        void message.success(t('saved'))
      },
      // Somebody was faster: read anew, which tells what changed and keeps what is typed.
      onError: () => void queries.invalidateQueries({ queryKey: ['allocation', allocation.id] }),
    })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !document.querySelector('.ant-modal-wrap')) {
        event.preventDefault()
        saving()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  const nameLine = (line: AllocationLine) => {
    const need = incident.needs.find((one) => one.id === line.need.id)
    return t('staleLine', { item: name(need?.item), from: name(line.fromSite), to: name(line.toSite), lot: line.lot.lotNo })
  }
  const addLot = (need: AllocationNeed, row: LotRow, quantity: string) => {
    const key = `${need.id} ${row.site.id} ${row.lot.id} ${Date.now()}`
    setLots((before) => new Map(before).set(key, { site: row.site, lotNo: row.lot.lotNo, expiresOn: row.lot.expiresOn }))
    add({ key, needId: need.id, fromSiteId: row.site.id, lotId: row.lot.id, reserveId: row.reserve.id, quantity })
    setAdding(null)
  }
  const content = useMemo(() => {
    const shownLines = live(allocation.lines).filter((line) => item === null || ofItem.some((group) => group.need.id === line.need.id))
    return allocationMap(incident, shownLines, (organisations ?? []).filter(isTown), name, (count) => t('flowLines', { count }))
  }, [incident, allocation.lines, item, ofItem, organisations, name, t])
  const focusName = content.sites.find((site) => site.id === focus)?.label ?? content.flows.filter((flow) => flow.id === focus).map((flow) => `${flow.from.label} → ${flow.to.label}`)[0]
  const choose = (code: string | null) => {
    setToggled(new Set())
    setPage(1)
    void navigate({ to: '/incidents/$incidentId/allocations/$allocationId', params: { incidentId: incident.id, allocationId: allocation.id }, search: code ? { item: code } : {}, replace: true, resetScroll: false })
  }
  const focusOn = (id: string | null) => {
    setToggled(new Set())
    setPage(1)
    setFocus(id)
  }

  return (
    <>
      <PageHeader
        title={t('title', { number: allocation.number })}
        trail={[{ title: t('list'), to: '/incidents' }, { title: incident.name, to: `/incidents/${incident.id}` }]}
        tags={<>{incident.drill && <span className="drill-tag">{t('drill')}</span>}<StateTag state={allocation.state} /><span className="muted">{t('revision', { revision: allocation.revision })}</span></>}
        note={`${t('proposedAt', { time: dateTime(allocation.createdAt) })} · ${t('totals', { needs: groups.length, lines: lines.length, sites: new Set(lines.map((line) => line.fromSite.id)).size })}`}
        actions={
          <>
            {editable && <Button type="primary" disabled={!isEmpty(draft) && changes > 0} title={changes > 0 ? t('saveFirst') : undefined} onClick={() => setApproving(true)}>{t('approve')}</Button>}
            {allocation.state === 'APPROVED' && incident.trips.length > 0 && <Link className="button-link" to="/incidents/$incidentId" params={{ incidentId: incident.id }} search={{ view: 'trips' }}>{t('tripsLink', { count: incident.trips.filter((trip) => trip.state !== 'CANCELLED').length })}</Link>}
            {open && allocation.state !== 'CANCELLED' && may(viewer, 'allocation.write') && (
              <Popconfirm title={t('cancelSure')} okText={t('cancel')} cancelText={term('back')} onConfirm={() => cancel.mutate({ allocationId: allocation.id, revision: allocation.revision })}>
                <Button danger loading={cancel.isPending}>{t('cancel')}</Button>
              </Popconfirm>
            )}
          </>
        }
      />
      {incident.drill && <p className="drill-banner">{t('drillNote')}</p>}
      {cancel.error !== null && <div className="error-card" role="alert"><p>{say(cancel.error)}</p></div>}
      {stale && <StaleNotice stale={stale} nameLine={nameLine} onSeen={seen} />}
      <p className="totals">
        <StateTag tone={shortGroups > 0 ? 'near' : 'good'} word={t('fully', { met: groups.length - shortGroups, all: groups.length })} />
        {shortGroups > 0 && <StateTag tone="bad" word={t('shortNeeds', { count: shortGroups })} />}
      </p>
      {open && allocation.state === 'APPROVED' && may(viewer, 'trip.write') && <PlanTrips incidentId={incident.id} allocationId={allocation.id} passes={incident.greenLaneVehicles} />}
      <UnservedLoads unserved={allocation.unserved} />
      <div className="bench">
        <section className="card bench-items" aria-label={t('items')}><ItemColumn groups={groups} selected={item} onSelect={choose} /></section>
        <section className="card bench-lines" aria-label={t('lines')}>
          <div className="inc-tools">
            {focusName && <span className="only-place" role="status">{t('onlyFocus', { name: focusName })} <Button size="small" onClick={() => focusOn(null)}>{t('clearFocus')}</Button></span>}
            <Button size="small" onClick={toggleAll}>{t(allOpen ? 'collapseAll' : 'expandAll')}</Button>
            {editable && <span className="muted save-keys">{t('keys')}</span>}
          </div>
          <ErrorBoundary>
            <ul className="need-groups">
              {onPage.map((group) => (
                <NeedGroup
                  key={group.need.id} group={group} edits={draft.edits} lots={lots} open={isOpen(group.need.id)} editable={editable} isMarked={touches}
                  onToggle={() => setToggled((before) => { const after = new Set(before); if (!after.delete(group.need.id)) after.add(group.need.id); return after })}
                  onEdit={edit} onAdd={() => setAdding(group)} onRemove={remove}
                />
              ))}
            </ul>
            {onPage.length === 0 && <p className="empty">{t('noLines')}</p>}
            <LocalPager page={Math.min(page, pages)} pages={pages} onPage={setPage} />
          </ErrorBoundary>
          <SaveBar count={changes} broken={broken} pending={save.isPending} error={save.error === null ? null : say(save.error)} onSave={saving} onDiscard={() => { discard(); save.reset() }} />
        </section>
        <div className="bench-map"><SiteMap content={content} selected={focus} onSelect={focusOn} title={t('map')} height="min(56vh, 520px)" hidden={['PUBLIC_CABINET']} /></div>
      </div>
      {adding && <ByHand need={adding.need} missing={adding.short} onAdd={(row, quantity) => addLot(adding.need, row, quantity)} onClose={() => setAdding(null)} />}
      {approving && <Approve allocation={allocation} incidentId={incident.id} shortNeeds={shortGroups} nameLine={nameLine} onClose={() => setApproving(false)} />}
    </>
  )
}
