import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable, type Column } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { DefineKitPanel } from './DefineKitPanel.tsx'
import { KitContents } from './KitContents.tsx'
import { useKitSite } from './kitSite.ts'
import { useKitCount, useKits, type Kit } from './kitQueries.ts'
import { kitsSearch } from './kitSearch.ts'
import { kitWords } from './kitWords.ts'

/** The kits of the catalogue, and how many of each there are and could be at a site. */
export function KitsPage() {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/kits' })
  const navigate = useNavigate({ from: '/kits' })
  const admin = may(viewer, 'settings.write')
  const { code, site, ready, unknown } = useKitSite(search.site)
  const query = useKits(site?.id, search.order, search.after, ready)
  const inAll = useKitCount(query, search.after)
  const sort = useSort(search.order ?? 'CODE')
  const [defining, setDefining] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const atSite: Column<Kit>[] = [
    { key: 'possible', title: t('possible'), number: true, cell: ({ item, atSite: there }) => <strong><Quantity value={there?.possible} of={item} /></strong> },
    { key: 'onHand', title: term('onHand'), number: true, cell: ({ atSite: there }) => <Quantity value={there?.onHand} /> },
    { key: 'available', title: term('available'), number: true, cell: ({ atSite: there }) => <Quantity value={there?.available} /> },
    { key: 'expiry', title: t('nextExpiry'), nowrap: true, cell: ({ atSite: there }) => (there?.nextExpiry ? <ExpiryDate on={there.nextExpiry} /> : <span className="muted">–</span>) },
  ]
  return (
    <div className="page">
      <PageHeader title={t('kits')} note={t('kitsNote')} trail={may(viewer, 'stock.read') ? [{ title: t('ledger'), to: '/stock' }] : []}
        actions={admin && !defining && <Button type="primary" onClick={() => { setDone(null); setDefining(true) }}>{t('define')}</Button>} />
      <IgnoredParams known={kitsSearch} />
      {done && <p className="done" role="status">{done}</p>}
      {unknown && <p className="notice" role="status">{t('unknownSite', { code: code ?? '' })}</p>}
      {defining && <DefineKitPanel kit={null} onClose={() => setDefining(false)} onDone={(said) => { setDefining(false); setDone(said) }} />}
      {may(viewer, 'stock.read') && (
        <Card>
          <FilterBar value={{ ...search, site: code }} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
            {(draft, change) => <Field label={term('site')} hint={draft.site ? undefined : t('chooseSite')}><SiteSelect value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>}
          </FilterBar>
        </Card>
      )}
      <Card>
        <DataTable
          caption={t('kits')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.item.id}
          empty={t(admin ? 'noKitsAdmin' : 'noKits')}
          sort={sort}
          columns={[
            { key: 'kit', title: t('kit'), order: 'NAME', rowHeader: true, cell: ({ item }) => <PathLink to={`/kits/${item.code}${stringifySearch({ site: code })}`}>{name(item)}</PathLink> },
            { key: 'code', title: t('code'), order: 'CODE', nowrap: true, cell: ({ item }) => <span className="code">{item.code}</span> },
            { key: 'contents', title: t('contents'), cell: (row) => <KitContents kit={row} /> },
            ...(site ? atSite : []),
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
