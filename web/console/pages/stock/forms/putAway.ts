// Where goods are put: the bins that the server proposes for them, and a line that is parted over several of them.
import { useQuery } from '@tanstack/react-query'
import { isZero } from '../../../../shared/decimal.ts'
import { partsOf, proposalsQuery, type Proposals } from '../../../../shared/storage.ts'
import { useBalances } from '../stockQueries.ts'
import { nextKey, type Line } from './lines.ts'

/** What is put away: quantity in base units, null while it is none; lotId null: of a lot that is new at the site, or not chosen yet. */
export type PutAwayGoods = { item: { id: string; unitZh: string; unitEn: string }; quantity: string | null; lotId: string | null }

/** The bins proposed for goods, except for the one that they leave. */
export function useProposals(siteId: string, itemId: string, quantity: string | null, lotId: string | null, leavingBinId: string | null) {
  return useQuery({ ...proposalsQuery({ siteId, itemId, quantity: quantity ?? '0', lotId, leavingBinId }), enabled: quantity !== null && !isZero(quantity) })
}

/** The lot of a line that is received, where it lies at the site already: it is put where it lies. */
export function useLotThere(siteId: string, { item, lotNo, serialNo }: Line): string | null {
  const known = useBalances({ siteId, itemId: item?.id, first: 250 }, item !== null && lotNo.trim() !== '')
  return known.data?.nodes.find((row) => row.item.id === item?.id && row.lot.lotNo === lotNo.trim() && row.lot.serialNo === serialNo.trim())?.lot.id ?? null
}

/** The lines with one of them put into the proposed bins: parted, in base units, where one bin does not hold it; what fits nowhere stays without one. */
export function putIntoBins(lines: readonly Line[], key: number, proposals: readonly Pick<Proposals['proposals'][number], 'quantity' | 'bin'>[], unplaced: string): Line[] {
  const line = lines.find((one) => one.key === key)
  if (!line || proposals.length === 0) return [...lines]
  if (proposals.length === 1 && isZero(unplaced)) return lines.map((one) => (one.key === key ? { ...one, bin: proposals[0]!.bin } : one))
  let next = nextKey(lines)
  return lines.flatMap((one) => (one.key !== key ? [one] : partsOf(proposals, unplaced).map((part, index) => ({ ...one, ...part, inPacks: false, key: index === 0 ? key : next++ }))))
}
