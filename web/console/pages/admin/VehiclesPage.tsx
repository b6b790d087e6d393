import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { OrganisationSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useOrganisations } from '../../parts/sites.ts'
import { useSort } from '../../parts/useSort.ts'
import { vehiclesSearch } from './search.ts'
import { adminWords } from './words.ts'

const VehiclesQuery = graphql(`
  query Vehicles($carrierId: ID, $orderBy: VehicleOrder, $first: Int, $after: String) {
    vehicles(carrierId: $carrierId, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes { id plate carrier { nameZh nameEn } typeZh typeEn capacityKg capacityM3 coldChain hazardClasses homeSite { nameZh nameEn } inService }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export function VehiclesPage() {
  const t = useWords(adminWords)
  const term = useTerm()
  const name = useNames()
  const language = useLanguage()
  const search = useSearch({ from: '/vehicles' })
  const navigate = useNavigate({ from: '/vehicles' })
  const organisations = useOrganisations().data
  const carrierId = organisations?.find((one) => one.code === search.carrier)?.id
  const sort = useSort(search.order ?? 'PLATE')
  const query = useQuery({
    queryKey: ['vehicles', search, carrierId],
    queryFn: ({ signal }) => ask(VehiclesQuery, { carrierId: carrierId ?? null, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.vehicles),
    placeholderData: (previous) => previous,
    enabled: !search.carrier || organisations !== undefined,
  })
  return (
    <div className="page">
      <PageHeader title={t('vehicles')} note={t('vehiclesNote')} />
      <Card>
        <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => <Field label={t('carrier')}><OrganisationSelect value={draft.carrier} only={(one) => one.kind === 'CARRIER'} placeholder={term('all')} onChange={(carrier) => change({ carrier: carrier?.code })} /></Field>}
        </FilterBar>
      </Card>
      <IgnoredParams known={vehiclesSearch} />
      <Card>
        <DataTable
          caption={t('vehicles')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noVehicles')}
          sort={sort}
          columns={[
            { key: 'plate', title: t('plate'), order: 'PLATE', rowHeader: true, cell: (row) => <span className="code">{row.plate}</span> },
            { key: 'type', title: t('type'), cell: (row) => (language === 'zh' ? row.typeZh : row.typeEn) },
            { key: 'carrier', title: t('carrier'), order: 'CARRIER', cell: (row) => name(row.carrier) },
            { key: 'payload', title: t('payload'), order: { falling: 'CAPACITY' }, number: true, cell: (row) => `${quantity(row.capacityKg)} kg` },
            { key: 'volume', title: t('volume'), number: true, cell: (row) => `${quantity(row.capacityM3)} m³` },
            { key: 'marks', title: t('marks'), cell: (row) => [row.coldChain && t('cold'), row.hazardClasses.length > 0 && t('hazard', { classes: row.hazardClasses.join(', ') })].filter(Boolean).join(' · ') },
            { key: 'home', title: t('home'), cell: (row) => name(row.homeSite) },
            { key: 'state', title: term('state'), cell: (row) => <StateTag tone={row.inService ? 'good' : 'quiet'} word={row.inService ? t('inService') : t('outOfService')} /> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={query.data} />
      </Card>
    </div>
  )
}
