import { useQuery } from '@tanstack/react-query'
import { add, compare, isZero, subtract } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { askHolds, holdsKey } from './holds/holdQueries.ts'
import type { StockRow } from './stockQueries.ts'
import { stockWords } from './words.ts'

const ReservationsQuery = graphql(`
  query Reservations($siteId: ID!, $itemId: ID!) {
    reservations(siteId: $siteId, itemId: $itemId) { quantity since lot { id lotNo serialNo } reserve { id } document { id number kind state } allocation { id number incidentId } }
  }
`)

/** On hand as the sum that it is. */
export function StockSum({ figures }: { figures: StockRow }) {
  const term = useTerm()
  return (
    <dl className="sum">
      {(['onHand', 'available', 'reserved', 'onHold', 'expired'] as const).map((part, index) => (
        <div key={part}>
          <dt>{term(part)}</dt>
          <dd>{index > 0 && <span className="sign" aria-hidden>{index === 1 ? '= ' : '+ '}</span>}<Quantity value={figures[part]} of={index === 0 ? figures.item : undefined} /></dd>
        </div>
      ))}
    </dl>
  )
}

/** What the goods are reserved for, and why others are on hold: each figure with the papers behind it. */
export function StockReasons({ figures }: { figures: StockRow }) {
  const t = useWords(stockWords)
  return (
    <>
      {!isZero(figures.reserved) && <><h3>{t('reservedFor')}</h3><ReservedFor figures={figures} /></>}
      {!isZero(figures.onHold) && <><h3>{t('onHoldWhy')}</h3><OnHold figures={figures} /></>}
    </>
  )
}

function ReservedFor({ figures }: { figures: StockRow }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const ids = { siteId: figures.site.id, itemId: figures.item.id }
  const query = useQuery({ queryKey: ['reservations', ids], queryFn: () => ask(ReservationsQuery, ids).then((answer) => answer.reservations) })
  return (
    <Loaded query={query} lines={2}>
      {(rows) => (
        <DataTable caption={t('reservedFor')} rows={rows} rowKey={(row) => `${row.document?.id ?? ''} ${row.allocation?.id ?? ''} ${row.lot.id} ${row.reserve.id} ${row.since} ${row.quantity}`} columns={[
          { key: 'for', title: t('forWhat'), rowHeader: true, cell: (row) =>
            row.document ? <PathLink to={`/documents/${row.document.id}`}>{kindWord(row.document.kind)} {row.document.number || term(row.document.state)}</PathLink>
              : row.allocation ? <PathLink to={`/incidents/${row.allocation.incidentId}/allocations/${row.allocation.id}`}>{t('allocation')} {row.allocation.number}</PathLink>
                : <span className="muted">{t('others')}</span> },
          { key: 'lot', title: term('lotNo'), nowrap: true, cell: (row) => <span className="code">{row.lot.serialNo || row.lot.lotNo}</span> },
          { key: 'quantity', title: term('quantity'), number: true, cell: (row) => <Quantity value={row.quantity} of={figures.item} /> },
          { key: 'since', title: t('since'), nowrap: true, cell: (row) => dateTime(row.since) },
        ]} />
      )}
    </Loaded>
  )
}

function OnHold({ figures }: { figures: StockRow }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const filter = { siteId: figures.site.id, itemId: figures.item.id, liveOnly: true, first: 250 }
  const query = useQuery({ queryKey: [...holdsKey, filter], queryFn: () => askHolds(filter) })
  const byReason = (rows: readonly { reason: string; quantity: string }[]) =>
    [...new Set(rows.map((row) => row.reason))].map((reason) => ({ reason, quantity: add(...rows.filter((row) => row.reason === reason).map((row) => row.quantity)) }))
  return (
    <Loaded query={query} lines={1}>
      {({ nodes }) => {
        const held = add(...nodes.map((row) => row.quantity))
        const whole = subtract(figures.onHold, held)
        return (
          <p>
            {byReason(nodes).map(({ reason, quantity: sum }) => <span key={reason} className="level">{term(reason)} {quantity(sum)}</span>)} {compare(whole, '0') > 0 && <span className="level">{t('wholeLots', { quantity: quantity(whole) })}</span>}{' '}
            <PathLink to={'/holds' + stringifySearch({ site: figures.site.code, item: figures.item.code })}>{t('toHolds')}</PathLink>
          </p>
        )
      }}
    </Loaded>
  )
}
