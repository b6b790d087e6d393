import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { useSites, type SiteChoice } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { ChangePanel } from './binChange.tsx'
import { DefinePanel } from './binDefine.tsx'
import { BinDrawer } from './binDrawer.tsx'
import { BinFill } from './binFill.tsx'
import { useBinCount, useBins, useSiteRoom, type BinRow } from './binQueries.ts'
import { SiteRoomCard } from './binSiteRoom.tsx'
import { binWords } from './binWords.ts'
import { binsSearch, type BinsSearch } from './binsSearch.ts'

/** The bins of a site: how full each is and what lies there; administrators make and change them. */
export function BinsPage() {
  const t = useWords(binWords)
  const { code } = useParams({ from: '/sites/$code/bins' })
  const query = useSites()
  const site = query.data?.find((one) => one.code === code)
  return site ? <Shown key={site.id} site={site} /> : (
    <div className="page">
      <PageHeader title={t('bins')} trail={[{ title: t('allSites'), to: '/sites' }]} />
      <Card><Loaded query={query}>{() => <p>{t('none')}</p>}</Loaded></Card>
    </div>
  )
}

function Shown({ site }: { site: SiteChoice }) {
  const t = useWords(binWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const admin = may(viewer, 'settings.write')
  const search = useSearch({ from: '/sites/$code/bins' })
  const navigate = useNavigate({ from: '/sites/$code/bins' })
  const room = useSiteRoom(site.id).data
  const filter = { zone: search.zone, code: search.code?.toUpperCase(), openOnly: search.open }
  const query = useBins(site.id, { ...filter, orderBy: search.order, after: search.after })
  const inAll = useBinCount(site.id, filter, query, search.after)
  const sort = useSort(search.order ?? 'PICK_ORDER')
  const [defining, setDefining] = useState(false)
  const [changing, setChanging] = useState<BinRow | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const warnAt = Number(room?.warningPercent ?? 90) / 100
  const filtered = search.zone ?? search.code ?? search.open
  return (
    <div className="page">
      <PageHeader title={t('binsOf', { site: name(site) })} trail={[{ title: t('allSites'), to: '/sites' }, { title: name(site), to: `/sites/${site.code}` }]} note={t('note')}
        actions={admin && !defining && <Button type="primary" onClick={() => { setDone(null); setChanging(null); setDefining(true) }}>{t('define')}</Button>} />
      <IgnoredParams known={binsSearch} />
      {done && <p className="notice" role="status">{done}</p>}
      {defining && <DefinePanel siteId={site.id} onClose={() => setDefining(false)} onMade={(count) => { setDefining(false); setDone(t('made', { count })) }} />}
      {changing && <ChangePanel key={`${changing.id} ${changing.revision}`} bin={query.data?.nodes.find((one) => one.id === changing.id) ?? changing} onClose={() => setChanging(null)} onSaved={() => { setDone(t('saved', { code: changing.code })); setChanging(null) }} />}
      <SiteRoomCard siteId={site.id} />
      <Card>
        <FilterBar<BinsSearch> value={search} onApply={(next) => navigate({ search: { ...next, bin: undefined } })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('zone')}><Select className="select" allowClear placeholder={term('all')} value={draft.zone} onChange={(zone: string | undefined) => change({ zone })} options={(room?.zones ?? []).map((zone) => ({ value: zone, label: zone }))} /></Field>
              <Field label={t('codeBegins')}><Input value={draft.code ?? ''} maxLength={24} onChange={(event) => change({ code: event.target.value || undefined })} /></Field>
              <Field label={t('state')}><Select className="select" value={draft.open ? 'open' : ''} onChange={(state: string) => change({ open: state === 'open' || undefined })} options={[{ value: '', label: term('all') }, { value: 'open', label: t('openOnly') }]} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <Card>
        <DataTable
          caption={t('bins')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={filtered ? t('none') : t(admin ? 'noneYetAdmin' : 'noneYet')}
          sort={sort}
          columns={[
            { key: 'code', title: t('bin'), order: 'CODE', rowHeader: true, nowrap: true, cell: (row) => <Link to="/sites/$code/bins" params={{ code: site.code }} search={{ ...search, bin: row.code }} className="code">{row.code}</Link> },
            { key: 'zone', title: t('zone'), order: 'ZONE', nowrap: true, cell: (row) => row.zone || '–' },
            { key: 'condition', title: t('condition'), cell: (row) => (row.storageCondition ? term(row.storageCondition) : <span className="muted">{t('ofSite')}</span>) },
            { key: 'fill', title: t('fill'), cell: (row) => <BinFill bin={row} warnAt={warnAt} /> },
            { key: 'lots', title: t('lots'), number: true, cell: (row) => row.lots },
            { key: 'order', title: t('pickOrder'), order: 'PICK_ORDER', number: true, cell: (row) => row.pickOrder },
            { key: 'state', title: t('state'), cell: (row) => t(row.closed ? 'closed' : 'open') },
            ...(admin ? [{ key: 'change', title: '', cell: (row: BinRow) => <Button aria-label={t('changeTitle', { code: row.code })} onClick={() => { setDone(null); setDefining(false); setChanging(row); window.scrollTo({ top: 0 }) }}>{t('change')}</Button> }] : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
      {may(viewer, 'stock.read') && <BinDrawer key={search.bin ?? ''} site={site} code={search.bin} warnAt={warnAt} onClose={() => navigate({ search: (now) => ({ ...now, bin: undefined }) })} />}
    </div>
  )
}
