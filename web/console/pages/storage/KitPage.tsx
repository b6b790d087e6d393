import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable, type Column } from '../../parts/DataTable.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { useItemByCode } from '../../parts/items.ts'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useViewer } from '../../useSession.ts'
import { balanceKey, useLotColumns } from '../stock/lotColumns.tsx'
import { useBalances, type BalanceRow } from '../stock/stockQueries.ts'
import { AssemblePanel } from './AssemblePanel.tsx'
import { BreakUpPanel } from './BreakUpPanel.tsx'
import { DefineKitPanel } from './DefineKitPanel.tsx'
import { useKit, useKitParts, type Kit } from './kitQueries.ts'
import { kitSearch } from './kitSearch.ts'
import { useKitSite } from './kitSite.ts'
import { kitWords } from './kitWords.ts'
import './kits.css'

/** One kit: what it holds, how many there are and could be at a site, and its lots; assembling and breaking up. */
export function KitPage() {
  const t = useWords(kitWords)
  const { code } = useParams({ from: '/kits/$code' })
  const search = useSearch({ from: '/kits/$code' })
  const at = useKitSite(search.site)
  const item = useItemByCode(code)
  const query = useKit(item.data?.id, at.site?.id, at.ready)
  const trail = [{ title: t('kits'), to: `/kits${stringifySearch({ site: at.code })}` }]
  const failed = item.error ?? query.error
  if (failed && !query.data) return <div className="page"><PageHeader title={t('kit')} trail={trail} /><Card><ErrorCard error={failed} onRetry={() => { void item.refetch(); void query.refetch() }} /></Card></div>
  if (item.data === null || query.data === null) return <div className="page"><PageHeader title={t('noKit')} trail={trail} /><Card><p>{t('noKitWhy', { code })}</p></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  return <Shown key={query.data.item.id} kit={query.data} at={at} trail={trail} />
}

// The row itself is kept: a lot that is broken up as a whole leaves the list before its panel has said so.
type Open = { what: 'assemble' | 'edit' } | { what: 'breakUp' | 'inside'; lot: BalanceRow } | null

function Shown({ kit, at, trail }: { kit: Kit; at: ReturnType<typeof useKitSite>; trail: { title: string; to: string }[] }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/kits/$code' })
  const navigate = useNavigate({ from: '/kits/$code' })
  const reads = may(viewer, 'stock.read')
  const admin = may(viewer, 'settings.write')
  const lots = useBalances({ siteId: at.site?.id, itemId: kit.item.id, after: search.after }, reads && at.ready)
  const [open, setOpen] = useState<Open>(null)
  const [done, setDone] = useState<ReactNode>(null)
  const begin = (next: Open) => { setDone(null); setOpen(next); if (next) window.scrollTo({ top: 0 }) }
  const written = (said: 'assembled' | 'brokenUp') => (kits: string, document: { id: string; number: string } | null) => {
    setOpen(null)
    setDone(<>{t(said, { kits: quantity(kits) })} {document && <PathLink to={`/documents/${document.id}`}>{t('document', { number: document.number })}</PathLink>}</>)
  }
  const { site } = at
  return (
    <div className="page">
      <PageHeader title={name(kit.item)} trail={trail} note={<><PathLink to={`/items/${kit.item.code}`} className="code">{kit.item.code}</PathLink> {kit.item.spec}</>} actions={open === null && (
        <>
          {site && at.keeps && <Button type="primary" onClick={() => begin({ what: 'assemble' })}>{t('assemble')}</Button>}
          {admin && <Button type={at.keeps ? 'default' : 'primary'} onClick={() => begin({ what: 'edit' })}>{t('edit')}</Button>}
        </>
      )} />
      <IgnoredParams known={kitSearch} />
      {at.unknown && <p className="notice" role="status">{t('unknownSite', { code: at.code ?? '' })}</p>}
      {done && <p className="done" role="status">{done}</p>}
      {open?.what === 'edit' && <DefineKitPanel kit={kit} onClose={() => setOpen(null)} onDone={(said) => { setOpen(null); setDone(said) }} />}
      {open?.what === 'assemble' && site && <AssemblePanel key={site.id} kit={kit} site={site} taken={lots.data?.nodes.map((row) => row.lot.lotNo) ?? []} onClose={() => setOpen(null)} onDone={written('assembled')} />}
      {open?.what === 'breakUp' && <BreakUpPanel key={balanceKey(open.lot)} lot={open.lot} onClose={() => setOpen(null)} onDone={written('brokenUp')} />}
      {open?.what === 'inside' && <Inside key={balanceKey(open.lot)} lot={open.lot} onClose={() => setOpen(null)} />}
      <Card title={t('contents')}>
        <DataTable
          caption={t('contents')}
          rows={kit.contents}
          rowKey={({ item }) => item.id}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: ({ item }) => <><PathLink to={`/items/${item.code}`}>{name(item)}</PathLink><span className="sub code">{item.code}</span></> },
            { key: 'spec', title: term('spec'), cell: ({ item }) => item.spec },
            { key: 'perKit', title: t('perKit'), number: true, cell: (content) => <Quantity value={content.quantity} of={content.item} /> },
          ]}
        />
      </Card>
      {reads && (
        <Card title={site ? name(site) : t('kitLots')}>
          <FilterBar value={{ site: at.code }} onApply={(next) => { setOpen(null); void navigate({ search: { site: next.site } }) }} onReset={() => navigate({ search: {} })}>
            {(draft, change) => <Field label={term('site')} hint={draft.site ? undefined : t('chooseSite')}><SiteSelect value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>}
          </FilterBar>
          {site && kit.atSite && (
            <dl className="facts figures">
              <div><dt>{t('possible')}</dt><dd><Quantity value={kit.atSite.possible} of={kit.item} /></dd></div>
              <div><dt>{term('onHand')}</dt><dd><Quantity value={kit.atSite.onHand} of={kit.item} /></dd></div>
              <div><dt>{term('available')}</dt><dd><Quantity value={kit.atSite.available} of={kit.item} /></dd></div>
              <div><dt>{t('nextExpiry')}</dt><dd>{kit.atSite.nextExpiry ? <ExpiryDate on={kit.atSite.nextExpiry} /> : '–'}</dd></div>
            </dl>
          )}
          {site && may(viewer, 'kit.assemble') && !at.keeps && <p className="muted">{t('notKept')}</p>}
        </Card>
      )}
      {reads && (
        <Card title={t('kitLots')} extra={<span className="muted">{t('kitLotsNote')}</span>}>
          <Lots query={lots} keeps={(row) => may(viewer, 'kit.assemble') && viewer.keepsSites.some((one) => one.id === row.site.id)} onOpen={(what, row) => begin({ what, lot: row })} />
        </Card>
      )}
    </div>
  )
}

function Lots({ query, keeps, onOpen }: { query: ReturnType<typeof useBalances>; keeps: (row: BalanceRow) => boolean; onOpen: (what: 'breakUp' | 'inside', row: BalanceRow) => void }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const [lot, ...figures] = useLotColumns()
  const columns: Column<BalanceRow>[] = [
    { ...lot!, rowHeader: true },
    { key: 'site', title: term('site'), cell: ({ site }) => <>{name(site)}<span className="sub code">{site.code}</span></> },
    ...figures,
    // Lots that came as they are, of a box bought whole, were not assembled here and do not come apart.
    { key: 'do', title: '', nowrap: true, cell: (row) => row.lot.origin === 'ASSEMBLY' && (
      <span className="row-actions">
        <Button onClick={() => onOpen('inside', row)} aria-label={t('insideOf', { lot: row.lot.lotNo })}>{t('inside')}</Button>
        {keeps(row) && (compare(row.available, '0') > 0 || compare(row.expired, '0') > 0) && <Button onClick={() => onOpen('breakUp', row)} aria-label={t('breakUpAs', { lot: row.lot.lotNo })}>{t('breakUp')}</Button>}
      </span>
    ) },
  ]
  return (
    <>
      <DataTable caption={t('kitLots')} query={query} rows={query.data?.nodes} rowKey={balanceKey} empty={t('noLots')} columns={columns} />
      <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} />
    </>
  )
}

/** What a lot of kits was made of, first to expire first. */
function Inside({ lot, onClose }: { lot: BalanceRow; onClose: () => void }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const query = useKitParts(lot.lot.id)
  return (
    <Card title={t('insideOf', { lot: lot.lot.lotNo })} extra={<Button onClick={onClose}>{term('close')}</Button>}>
      <DataTable
        caption={t('insideOf', { lot: lot.lot.lotNo })}
        query={query}
        rows={query.data}
        rowKey={(part) => part.lot.id}
        empty={t('noParts')}
        columns={[
          { key: 'item', title: term('item'), rowHeader: true, cell: ({ item }) => <PathLink to={`/items/${item.code}`}>{name(item)}</PathLink> },
          { key: 'lot', title: term('lotNo'), nowrap: true, cell: (part) => <span className="code">{part.lot.serialNo || part.lot.lotNo}</span> },
          { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: (part) => <ExpiryDate on={part.lot.expiresOn} /> },
          { key: 'in', title: t('packedIn'), number: true, cell: (part) => <Quantity value={part.quantity} of={part.item} /> },
          { key: 'out', title: t('comeOut'), number: true, cell: (part) => <Quantity value={part.unpacked} of={part.item} /> },
        ]}
      />
    </Card>
  )
}
