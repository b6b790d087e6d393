// Where received goods are put: the bins that the server proposes for a line, and a line that is parted over several of them.
import { useQuery } from '@tanstack/react-query'
import { compare, isZero } from '../../../../shared/decimal.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../../shared/graphql/graphql.ts'
import { useBalances } from '../stockQueries.ts'
import { baseQuantity, nextKey, type Line } from './lines.ts'

const ProposalsQuery = graphql(`
  query PutAwayProposals($siteId: ID!, $itemId: ID!, $quantity: Decimal!, $lotId: ID) {
    putAwayProposals(siteId: $siteId, itemId: $itemId, quantity: $quantity, lotId: $lotId) { unplaced proposals { quantity reason bin { id code } } }
  }
`)
export type Proposals = ResultOf<typeof ProposalsQuery>['putAwayProposals']
type Proposal = Pick<Proposals['proposals'][number], 'quantity' | 'bin'>

/** The bins proposed for a line; a lot that lies at the site already is put where it lies. */
export function useProposals(siteId: string, line: Line) {
  const quantity = baseQuantity(line)
  const itemId = line.item?.id
  const known = useBalances({ siteId, itemId, first: 250 }, itemId !== undefined)
  const lotNo = line.lotNo.trim()
  const lotId = known.data?.nodes.find(({ lot, item }) => item.id === itemId && lot.lotNo === lotNo && lot.serialNo === line.serialNo.trim())?.lot.id ?? null
  const asked = { siteId, itemId: itemId ?? '', quantity: quantity ?? '0', lotId }
  return useQuery({ queryKey: ['putAwayProposals', asked], queryFn: ({ signal }) => ask(ProposalsQuery, asked, signal).then((answer) => answer.putAwayProposals), enabled: itemId !== undefined && quantity !== null && !isZero(quantity) })
}

/** The lines with one of them put into the proposed bins: parted, in base units, where one bin does not hold it; what fits nowhere stays without one. */
export function putIntoBins(lines: readonly Line[], key: number, proposals: readonly Proposal[], unplaced: string): Line[] {
  const line = lines.find((one) => one.key === key)
  if (!line || proposals.length === 0) return [...lines]
  const first = proposals[0]!
  if (proposals.length === 1 && isZero(unplaced)) return lines.map((one) => (one.key === key ? { ...one, bin: first.bin } : one))
  const parts = [...proposals.map(({ quantity, bin }) => ({ quantity, bin: bin as Line['bin'] })), ...(compare(unplaced, '0') > 0 ? [{ quantity: unplaced, bin: null }] : [])]
  let next = nextKey(lines)
  return lines.flatMap((one) => (one.key !== key ? [one] : parts.map((part, index) => ({ ...one, ...part, inPacks: false, key: index === 0 ? key : next++ }))))
}
