import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { Column } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import type { BalanceRow } from './stockQueries.ts'
import { stockWords } from './words.ts'

/** The columns of a lot: number, expiry, whose it is, quality, and the figures. */
export function useLotColumns(): Column<BalanceRow>[] {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  return [
    { key: 'lot', title: term('lotNo'), cell: ({ lot }) => <span className="code">{lot.lotNo}{lot.serialNo && <span className="sub">{lot.serialNo}</span>}</span>, nowrap: true },
    { key: 'expiry', title: term('expiresOn'), order: 'EXPIRES', cell: ({ lot }) => <ExpiryDate on={lot.expiresOn} />, nowrap: true },
    { key: 'onHand', title: term('onHand'), cell: (row) => <Quantity value={row.onHand} of={row.item} />, number: true },
    { key: 'available', title: term('available'), cell: (row) => <strong><Quantity value={row.available} /></strong>, number: true },
    { key: 'reserved', title: term('reserved'), cell: (row) => <Quantity value={row.reserved} />, number: true },
    { key: 'onHold', title: term('onHold'), cell: (row) => <Quantity value={row.onHold} />, number: true },
    { key: 'expired', title: term('expired'), cell: (row) => <Quantity value={row.expired} />, number: true },
    { key: 'quality', title: t('quality'), cell: ({ lot }) => <StateTag state={lot.quality} /> },
    { key: 'owner', title: t('ownership'), cell: ({ reserve }) => <>{name(reserve.owner)}<span className="sub">{term(reserve.source)} · {term(reserve.custody)}{reserve.purpose && ` · ${reserve.purpose}`}</span></> },
  ]
}

export const balanceKey = (row: BalanceRow) => `${row.site.id} ${row.lot.id} ${row.reserve.id}`
