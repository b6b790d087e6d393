import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'
import { pageSize } from '../../parts/CursorPager.tsx'
import { useCount } from '../../parts/useCount.ts'

const BinsQuery = graphql(`
  query Bins($siteId: ID!, $zone: String, $code: String, $openOnly: Boolean, $orderBy: BinOrder, $first: Int, $after: String) {
    bins(siteId: $siteId, zone: $zone, code: $code, openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes { id code zone storageCondition capacityM3 capacityKg loadM3 loadKg lots pickOrder closed revision }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
export type BinRow = ResultOf<typeof BinsQuery>['bins']['nodes'][number]

const BinsCountQuery = graphql(`
  query BinsInAll($siteId: ID!, $zone: String, $code: String, $openOnly: Boolean) { bins(siteId: $siteId, zone: $zone, code: $code, openOnly: $openOnly, first: 1) { totalCount totalCountExact } }
`)

const ContentsQuery = graphql(`
  query BinContents($siteId: ID!, $code: String!) {
    binContents(siteId: $siteId, code: $code) {
      bin { id code zone storageCondition capacityM3 capacityKg loadM3 loadKg lots pickOrder closed revision }
      contents {
        item { id code nameZh nameEn spec unitZh unitEn scale } lot { id lotNo serialNo expiresOn quality } reserve { id custody source owner { nameZh nameEn } }
        onHand available reserved onHold expired
      }
    }
  }
`)
export type BinContent = ResultOf<typeof ContentsQuery>['binContents']['contents'][number]

const RoomQuery = graphql(`query SiteRoom($siteId: ID!) { siteRoom(siteId: $siteId) { volumeM3 loadM3 warningPercent fullness storageConditions zones } }`)
export type SiteRoom = ResultOf<typeof RoomQuery>['siteRoom']

const PatternQuery = graphql(`query BinPattern($siteId: ID!, $pattern: String!) { binPattern(siteId: $siteId, pattern: $pattern) { count first last taken } }`)

export const DefineBins = graphql(`mutation DefineBins($input: DefineBinsInput!) { defineBins(input: $input) { made replayed userErrors { ...UserErrors } } }`, [UserErrors])
export const ChangeBin = graphql(`mutation ChangeBin($input: ChangeBinInput!) { changeBin(input: $input) { replayed bin { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const MoveGoods = graphql(`mutation MoveWithinSite($input: TransferGoodsInput!) { transferGoods(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

type BinFilter = { zone?: string | undefined; code?: string | undefined; openOnly?: boolean | undefined }
type BinPage = BinFilter & { orderBy?: 'PICK_ORDER' | 'CODE' | 'ZONE' | undefined; after?: string | undefined }

export const useBins = (siteId: string, page: BinPage) =>
  useQuery({ queryKey: ['bins', siteId, page], queryFn: ({ signal }) => ask(BinsQuery, { siteId, first: pageSize, ...page }, signal).then((answer) => answer.bins), placeholderData: (previous) => previous })

/** How many bins of a site there are in all by a filter. */
export const useBinCount = (siteId: string, filter: BinFilter, rows: ReturnType<typeof useBins>, after: string | undefined) =>
  useCount(['bins', siteId, filter], rows, after, (signal) => ask(BinsCountQuery, { siteId, ...filter }, signal).then((answer) => answer.bins))

/** Open bins whose code begins with what is typed; for choosing one. */
export const useBinChoices = (siteId: string | undefined, code: string, enabled = true) =>
  useQuery({ queryKey: ['bins', siteId, 'choices', code], queryFn: ({ signal }) => ask(BinsQuery, { siteId: siteId!, code, openOnly: true, first: 20 }, signal).then((answer) => answer.bins.nodes), placeholderData: (previous) => previous, enabled: enabled && siteId !== undefined })

/** Whether a site has bins that goods may be put into. */
export const useHasBins = (siteId: string | undefined): boolean => (useBinChoices(siteId, '').data?.length ?? 0) > 0

export const useBinContents = (siteId: string, code: string | undefined) =>
  useQuery({ queryKey: ['binContents', siteId, code], queryFn: ({ signal }) => ask(ContentsQuery, { siteId, code: code! }, signal).then((answer) => answer.binContents), enabled: code !== undefined })

export const useSiteRoom = (siteId: string) => useQuery({ queryKey: ['siteRoom', siteId], queryFn: ({ signal }) => ask(RoomQuery, { siteId }, signal).then((answer) => answer.siteRoom) })

export const useBinPattern = (siteId: string, pattern: string) =>
  useQuery({ queryKey: ['binPattern', siteId, pattern], queryFn: ({ signal }) => ask(PatternQuery, { siteId, pattern }, signal).then((answer) => answer.binPattern), enabled: pattern !== '', retry: false })
