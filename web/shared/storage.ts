// Where goods are put at a site: the bins that the server proposes, goods that are parted over several, and the rules of storage that a reason
// overrides for who may.
import { compare } from './decimal.ts'
import { ask, type Refusal } from './graphql/ask.ts'
import { graphql, type ResultOf } from './graphql/graphql.ts'
import { catalogue } from './i18n/words.ts'

export type BinChoice = { id: string; code: string }
/** So much of some goods, in base units, and the bin that it is put into; null: none. */
export type Part = { quantity: string; bin: BinChoice | null }

const ProposalsQuery = graphql(`
  query PutAwayProposals($siteId: ID!, $itemId: ID!, $quantity: Decimal!, $lotId: ID, $leavingBinId: ID) {
    putAwayProposals(siteId: $siteId, itemId: $itemId, quantity: $quantity, lotId: $lotId, leavingBinId: $leavingBinId) { unplaced proposals { quantity reason bin { id code } } }
  }
`)
export type Proposals = ResultOf<typeof ProposalsQuery>['putAwayProposals']

/** What is put away where. lotId null: of a lot that is new at the site, or not chosen yet; leavingBinId: the bin that it leaves. */
export type Asked = { siteId: string; itemId: string; quantity: string; lotId: string | null; leavingBinId: string | null }

export const proposalsQuery = (asked: Asked) => ({ queryKey: ['putAwayProposals', asked], queryFn: ({ signal }: { signal: AbortSignal }) => ask(ProposalsQuery, asked, signal).then((answer) => answer.putAwayProposals) })

/** What goes where by a proposal: what fits nowhere goes without a bin. */
export const partsOf = (proposals: readonly Pick<Proposals['proposals'][number], 'quantity' | 'bin'>[], unplaced: string): Part[] =>
  [...proposals.map(({ quantity, bin }) => ({ quantity, bin: bin as BinChoice | null })), ...(compare(unplaced, '0') > 0 ? [{ quantity: unplaced, bin: null }] : [])]

/** Why a bin is proposed. */
export const proposalWords = catalogue({
  SAME_LOT: ['同批次在此', 'same lot lies there'],
  SAME_ITEM: ['同品种在此', 'same item lies there'],
  CONDITION: ['储存条件相符', 'its condition fits'],
  ROOM: ['有空位', 'it has room'],
})

const overridable = new Set(['OVER_FULL', 'STORAGE_CONDITION', 'HAZARD_SEGREGATION'])

/** Whether every refusal is a rule of storage; another one would stand all the same. */
export const refusedByStorage = (refusals: readonly Refusal[]): boolean => refusals.length > 0 && refusals.every((one) => overridable.has(one.code))
