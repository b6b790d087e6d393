import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { compare, subtract } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { Field, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { OrganisationSelect } from '../../parts/SiteSelect.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useOrganisations } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'
import { LevelBar, barTone } from './LevelBar.tsx'
import { percentOf } from './headroom.ts'
import { standingSearch } from './search.ts'
import { reserveWords } from './words.ts'

const StandingQuery = graphql(`
  query Standing($organisationId: ID!) {
    reserveStanding(organisationId: $organisationId) { item { code nameZh nameEn unitZh unitEn category { nameZh nameEn } } quota floor onHand available state }
  }
`)
type Row = ResultOf<typeof StandingQuery>['reserveStanding'][number]

const ruled = (row: Row) => row.quota !== null || row.floor !== null

/** P16. An organisation's reserves against quota and minimum; the viewer's own to begin with. */
export function StandingPage() {
  const t = useWords(reserveWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/standing' })
  const navigate = useNavigate({ from: '/standing' })
  const organisations = useOrganisations()
  const district = viewer.posts.some((post) => post.organisation.kind === 'DISTRICT_BUREAU')
  // One's own to begin with: for the district's bureau, that is the whole district.
  const code = search.organisation ?? viewer.posts.find((post) => district === (post.organisation.kind === 'DISTRICT_BUREAU'))?.organisation.code
  const organisation = organisations.data?.find((one) => one.code === code)
  const query = useQuery({ queryKey: ['standing', organisation?.id], queryFn: ({ signal }) => ask(StandingQuery, { organisationId: organisation!.id }, signal).then((answer) => answer.reserveStanding), enabled: organisation !== undefined })
  const show = search.show ?? 'ruled'
  const rows = query.data?.filter((row) => show === 'all' || (show === 'short' ? row.state !== 'OK' : ruled(row)))
  const tab = (which: 'all' | 'short' | undefined) => '/standing' + stringifySearch({ organisation: search.organisation, show: which })
  return (
    <div className="page">
      <PageHeader title={organisation ? `${t('standing')} · ${name(organisation)}` : t('standing')} note={t('standingNote')} actions={
        <nav className="tabs" aria-label={term('item')}>
          <PathLink to={tab(undefined)} aria-current={show === 'ruled' ? 'page' : undefined}>{t('showRuled')}</PathLink>
          <PathLink to={tab('short')} aria-current={show === 'short' ? 'page' : undefined}>{t('showShort')}</PathLink>
          <PathLink to={tab('all')} aria-current={show === 'all' ? 'page' : undefined}>{t('showAll')}</PathLink>
        </nav>
      } />
      <IgnoredParams known={standingSearch} />
      {district && (
        <Card>
          <Field label={t('organisation')} wide>
            <OrganisationSelect value={code} only={(one) => one.kind !== 'CARRIER' && one.kind !== 'NEIGHBOURING_DISTRICT'} onChange={(next) => navigate({ search: { ...search, organisation: next?.code } })} />
          </Field>
        </Card>
      )}
      <Card>
        {organisations.error && !organisations.data ? <ErrorCard error={organisations.error} onRetry={organisations.refetch} />
          : code === undefined ? <p className="empty">{t('chooseOrganisation')}</p>
          : !organisations.data ? <Skeleton />
          : !organisation ? <p className="notice" role="status">{t('unknownOrganisation', { code })}</p>
          : (
            <>
              {query.data && <Summary rows={query.data} />}
              <DataTable caption={t('standing')} query={query} rows={rows} rowKey={(row) => row.item.code} empty={t('noStanding')} columns={[
                { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub"><span className="code">{row.item.code}</span> {name(row.item.category)}</span></> },
                { key: 'quota', title: t('quota'), number: true, cell: (row) => <Quantity value={row.quota} of={row.item} /> },
                { key: 'floor', title: t('floor'), number: true, cell: (row) => <Quantity value={row.floor} of={row.item} /> },
                { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={row.item} /> },
                { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} of={row.item} /></strong> },
                { key: 'against', title: t('against'), cell: (row) => <Against row={row} /> },
                { key: 'state', title: term('state'), cell: (row) => <StateTag state={row.state} /> },
              ]} />
            </>
          )}
      </Card>
    </div>
  )
}

function Summary({ rows }: { rows: readonly Row[] }) {
  const t = useWords(reserveWords)
  const counted = rows.filter(ruled)
  const count = (state: string) => counted.filter((row) => row.state === state).length
  return <p className="summary">{t('summary', { kinds: counted.length, good: count('OK') + count('NEAR'), short: count('SHORT'), below: count('BELOW') })}</p>
}

function Against({ row }: { row: Row }) {
  const t = useWords(reserveWords)
  const unit = useUnit()
  if (row.quota === null) return <span className="muted">{t('noQuota')}</span>
  const lacks = compare(row.available, row.quota) < 0
  return (
    <span className="bar-cell">
      <LevelBar filled={percentOf(row.available, row.quota) / 100} tone={barTone(row.state)} />
      <span className="sub">{t('percent', { percent: percentOf(row.available, row.quota) })}{lacks && ` · ${t('missing', { quantity: `${quantity(subtract(row.quota, row.available))} ${unit(row.item)}` })}`}</span>
    </span>
  )
}
