import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { distance } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { TownSelect } from '../../parts/SiteSelect.tsx'
import { useOrganisations } from '../../parts/sites.ts'
import { cabinetsSearch } from './search.ts'
import { reserveWords } from './words.ts'

const CabinetsQuery = graphql(`
  query Cabinets($latitude: Float!, $longitude: Float!) {
    nearestCabinets(latitude: $latitude, longitude: $longitude, first: 20) { metres site { id code nameZh nameEn address publicNotes latitude longitude town { nameZh nameEn } } }
  }
`)

/** The public cabinets nearest to a point. */
export function CabinetsPage() {
  const t = useWords(reserveWords)
  const term = useTerm()
  const name = useNames()
  const search = useSearch({ from: '/cabinets' })
  const navigate = useNavigate({ from: '/cabinets' })
  const town = useOrganisations().data?.find((one) => one.code === search.town)
  const [noPosition, setNoPosition] = useState(false)
  const latitude = search.lat ?? town?.latitude
  const longitude = search.lon ?? town?.longitude
  const known = latitude && longitude
  const query = useQuery({ queryKey: ['cabinets', latitude, longitude], queryFn: () => ask(CabinetsQuery, { latitude: Number(latitude), longitude: Number(longitude) }).then((answer) => answer.nearestCabinets), enabled: Boolean(known) })
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => navigate({ search: { lat: coords.latitude.toFixed(5), lon: coords.longitude.toFixed(5) } }),
      () => setNoPosition(true),
    )
  return (
    <div className="page">
      <PageHeader title={t('cabinets')} note={t('cabinetsNote')} />
      <Card>
        <FilterBar value={search} onApply={({ town: chosen, lat, lon }) => navigate({ search: chosen ? { town: chosen } : { lat, lon } })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('town')}><TownSelect value={draft.town} onChange={(next) => change({ town: next?.code })} /></Field>
              <Field label={t('latitude')}><Input inputMode="decimal" disabled={draft.town !== undefined} value={draft.lat ?? ''} onChange={(event) => change({ lat: event.target.value || undefined })} /></Field>
              <Field label={t('longitude')}><Input inputMode="decimal" disabled={draft.town !== undefined} value={draft.lon ?? ''} onChange={(event) => change({ lon: event.target.value || undefined })} /></Field>
            </>
          )}
        </FilterBar>
        <div className="actions">
          {'geolocation' in navigator && <Button onClick={locate}>{t('here')}</Button>}
          <span className="muted" role="status">{noPosition ? t('noPosition') : t('townHint')}</span>
        </div>
      </Card>
      <IgnoredParams known={cabinetsSearch} />
      <Card>
        {known ? (
          <DataTable
            caption={t('cabinets')}
            query={query}
            rows={query.data}
            rowKey={(row) => row.site.id}
            empty={t('noCabinets')}
            columns={[
              { key: 'site', title: term('site'), rowHeader: true, cell: (row) => <><PathLink to={`/sites/${row.site.code}`}>{name(row.site)}</PathLink><span className="sub code">{row.site.code}</span></> },
              { key: 'away', title: t('away'), number: true, cell: (row) => distance(row.metres) },
              { key: 'where', title: t('where'), cell: (row) => row.site.publicNotes },
              { key: 'address', title: t('address'), cell: (row) => <>{row.site.address}{row.site.town && <span className="sub">{name(row.site.town)}</span>}</> },
              { key: 'point', title: `${t('latitude')}, ${t('longitude')}`, nowrap: true, cell: (row) => <span className="code">{row.site.latitude}, {row.site.longitude}</span> },
            ]}
          />
        ) : <p className="empty">{t('choosePoint')}</p>}
      </Card>
    </div>
  )
}
