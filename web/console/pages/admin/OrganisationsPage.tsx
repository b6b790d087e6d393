import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useOrganisations } from '../../parts/sites.ts'
import { useInOrder } from '../../parts/useInOrder.ts'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { organisationKinds, organisationsSearch, type OrganisationsSearch } from './search.ts'
import { adminWords } from './words.ts'

export function OrganisationsPage() {
  const t = useWords(adminWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/organisations' })
  const navigate = useNavigate({ from: '/organisations' })
  const query = useOrganisations()
  const rows = query.data?.filter((one) => !search.kind || one.kind === search.kind)
  const district = viewer.posts.some((post) => post.organisation.kind === 'DISTRICT_BUREAU') && may(viewer, 'standing.read')
  const sort = useSort(search.order ?? 'CODE')
  const inOrder = useInOrder(rows, search.order ?? 'CODE')
  return (
    <div className="page">
      <PageHeader title={t('organisations')} note={t('organisationsNote')} />
      <Card>
        <FilterBar<OrganisationsSearch> value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <Field label={t('kind')}>
              <Select className="select" allowClear placeholder={term('all')} value={draft.kind} onChange={(kind: OrganisationsSearch['kind']) => change({ kind })} options={organisationKinds.map((kind) => ({ value: kind, label: kind === 'TOWN' ? t('town') : term(kind) }))} />
            </Field>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={organisationsSearch} />
      <Card>
        <DataTable
          caption={t('organisations')}
          query={query}
          rows={inOrder}
          rowKey={(row) => row.id}
          empty={t('noOrganisations')}
          sort={sort}
          columns={[
            { key: 'name', title: t('organisations'), order: 'NAME', rowHeader: true, cell: (row) => name(row) },
            { key: 'code', title: t('code'), order: 'CODE', nowrap: true, cell: (row) => <span className="code">{row.code}</span> },
            { key: 'kind', title: t('kind'), cell: (row) => (row.kind === 'TOWN' ? t('town') : term(row.kind)) },
            { key: 'tier', title: t('tier'), cell: (row) => term(row.tier) },
            { key: 'above', title: t('above'), cell: (row) => name(row.parent) || '–' },
            { key: 'population', title: t('population'), number: true, cell: (row) => (row.population === null ? '–' : quantity(String(row.population))) },
            { key: 'source', title: t('source'), cell: (row) => <span className="muted">{row.demo ? t('demoRow') : row.source}</span> },
            ...(district ? [{ key: 'standing', title: term('reserve'), cell: (row: { code: string }) => <PathLink to={`/standing?organisation=${row.code}`}>{t('seeStanding')}</PathLink> }] : []),
          ]}
        />
        <CursorPager pageInfo={undefined} count={inOrder?.length ?? 0} />
      </Card>
    </div>
  )
}
