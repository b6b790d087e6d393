import { ask } from '../../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'

const HoldsQuery = graphql(`
  query Holds($siteId: ID, $itemId: ID, $liveOnly: Boolean, $orderBy: QualityHoldOrder, $first: Int, $after: String) {
    holds(siteId: $siteId, itemId: $itemId, liveOnly: $liveOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        id quantity reason note state placedBy createdAt closedBy closedNote closedAt
        site { id code nameZh nameEn } item { id code nameZh nameEn unitZh unitEn scale } lot { id lotNo serialNo expiresOn }
        reserve { id custody owner { nameZh nameEn } } document { id number kind state }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
const HoldsCountQuery = graphql(`query HoldsInAll($siteId: ID, $itemId: ID, $liveOnly: Boolean) { holds(siteId: $siteId, itemId: $itemId, liveOnly: $liveOnly, first: 1) { totalCount totalCountExact } }`)
export type HoldRow = ResultOf<typeof HoldsQuery>['holds']['nodes'][number]

type HoldFilter = { siteId?: string | null; itemId?: string | null; liveOnly?: boolean }
type HoldPage = HoldFilter & { orderBy?: 'NEWEST' | 'OLDEST' | null; first?: number; after?: string | null }

export const holdsKey = ['holds'] as const
export const askHolds = (filter: HoldPage, signal?: AbortSignal) => ask(HoldsQuery, filter, signal).then((answer) => answer.holds)
export const countHolds = (filter: HoldFilter, signal: AbortSignal) => ask(HoldsCountQuery, filter, signal).then((answer) => answer.holds)

export const HoldGoods = graphql(`mutation HoldGoods($input: HoldGoodsInput!) { holdGoods(input: $input) { replayed hold { id quantity } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const ReleaseHold = graphql(`mutation ReleaseHold($input: ReleaseHoldInput!) { releaseHold(input: $input) { replayed hold { id state quantity } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
