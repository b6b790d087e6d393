import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { useSort } from '../../parts/useSort.ts'
import { itemsSearch } from './search.ts'
import { adminWords } from './words.ts'

const ItemsQuery = graphql(`
  query Items($search: String, $categoryCode: String, $orderBy: ItemOrder, $first: Int, $after: String) {
    items(search: $search, categoryCode: $categoryCode, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes { id code nameZh nameEn category { nameZh nameEn } unitZh unitEn spec packSize packageNameZh shelfLifeDays hazardClass coldChain livelihoodGood tracking }
      pageInfo { hasNextPage endCursor }
    }
    categories { code nameZh nameEn }
  }
`)

/** P17. The catalogue. */
export function ItemsPage() {
  const t = useWords(adminWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const search = useSearch({ from: '/items' })
  const navigate = useNavigate({ from: '/items' })
  const query = useQuery({
    queryKey: ['items', search],
    queryFn: ({ signal }) => ask(ItemsQuery, { search: search.search ?? null, categoryCode: search.category ?? null, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal),
    placeholderData: (previous) => previous,
    staleTime: 300_000,
  })
  const sort = useSort(search.order ?? 'CODE')
  const count = query.data?.items.totalCount
  return (
    <div className="page">
      <PageHeader title={t('items')} note={count !== undefined && count !== null && t('itemsNote', { count })} />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('searchItem')}><Input allowClear value={draft.search ?? ''} onChange={(event) => change({ search: event.target.value || undefined })} /></Field>
              <Field label={term('category')}>
                <Select className="select" allowClear placeholder={term('all')} value={draft.category} onChange={(category: string | undefined) => change({ category })} popupMatchSelectWidth={false}
                  options={(query.data?.categories ?? []).map((category) => ({ value: category.code, label: name(category) }))} />
              </Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={itemsSearch} />
      <Card>
        <DataTable
          caption={t('items')}
          query={query}
          rows={query.data?.items.nodes}
          rowKey={(row) => row.id}
          empty={t('noItems')}
          sort={sort}
          columns={[
            { key: 'item', title: term('item'), order: 'NAME', rowHeader: true, cell: (row) => <PathLink to={`/items/${row.code}`}>{name(row)}</PathLink> },
            { key: 'code', title: t('code'), order: 'CODE', nowrap: true, cell: (row) => <span className="code">{row.code}</span> },
            { key: 'spec', title: term('spec'), cell: (row) => row.spec },
            { key: 'category', title: term('category'), cell: (row) => name(row.category) },
            { key: 'unit', title: term('unit'), cell: (row) => unit(row) },
            { key: 'pack', title: t('pack'), nowrap: true, cell: (row) => t('packOf', { size: quantity(row.packSize), unit: unit(row), name: row.packageNameZh }) },
            { key: 'shelfLife', title: t('shelfLife'), number: true, cell: (row) => (row.shelfLifeDays === null ? '–' : t('days', { days: row.shelfLifeDays })) },
            { key: 'marks', title: t('marks'), cell: (row) => [row.livelihoodGood && t('livelihood'), row.coldChain && t('cold'), row.hazardClass && t('hazard', { classes: row.hazardClass }), row.tracking === 'SERIAL' && t('serial')].filter(Boolean).join(' · ') },
          ]}
        />
        <CursorPager pageInfo={query.data?.items.pageInfo} count={query.data?.items.nodes.length ?? 0} of={query.data?.items} />
      </Card>
    </div>
  )
}
