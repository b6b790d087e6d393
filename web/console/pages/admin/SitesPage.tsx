import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { TownSelect } from '../../parts/SiteSelect.tsx'
import { useSites } from '../../parts/sites.ts'
import { useInOrder } from '../../parts/useInOrder.ts'
import { useSort } from '../../parts/useSort.ts'
import { siteKinds, sitesSearch, type SitesSearch } from './search.ts'
import { adminWords } from './words.ts'

export function SitesPage() {
  const t = useWords(adminWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/sites' })
  const navigate = useNavigate({ from: '/sites' })
  const query = useSites()
  const rows = query.data?.filter((site) => (!search.kind || site.kind === search.kind) && (!search.town || site.town?.code === search.town))
  const sort = useSort(search.order ?? 'CODE')
  const inOrder = useInOrder(rows, search.order ?? 'CODE')
  return (
    <div className="page">
      <PageHeader title={t('sites')} note={t('sitesNote')} />
      <Card>
        <FilterBar<SitesSearch> value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('kind')}><Select className="select" allowClear placeholder={term('all')} value={draft.kind} onChange={(kind: SitesSearch['kind']) => change({ kind })} options={siteKinds.map((kind) => ({ value: kind, label: term(kind) }))} /></Field>
              <Field label={t('town')}><TownSelect value={draft.town} onChange={(town) => change({ town: town?.code })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={sitesSearch} />
      <Card>
        <DataTable
          caption={t('sites')}
          query={query}
          rows={inOrder}
          rowKey={(row) => row.id}
          empty={t('noSites')}
          sort={sort}
          columns={[
            { key: 'site', title: term('site'), order: 'NAME', rowHeader: true, cell: (row) => <PathLink to={`/sites/${row.code}`}>{name(row)}</PathLink> },
            { key: 'code', title: t('code'), order: 'CODE', nowrap: true, cell: (row) => <span className="code">{row.code}</span> },
            { key: 'kind', title: t('kind'), nowrap: true, cell: (row) => term(row.kind) },
            { key: 'town', title: t('town'), cell: (row) => name(row.town) },
            { key: 'keeper', title: t('keeper'), cell: (row) => name(row.organisation) },
            { key: 'capacity', title: t('capacity'), number: true, cell: (row) => (row.peopleCapacity === null ? '–' : t('people', { count: row.peopleCapacity })) },
            { key: 'address', title: t('address'), cell: (row) => row.address },
          ]}
        />
        <CursorPager pageInfo={undefined} count={inOrder?.length ?? 0} />
      </Card>
    </div>
  )
}
