import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type FragmentOf, type ResultOf, type VariablesOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'

export const CountFields = graphql(`
  fragment CountFields on StockCount {
    id number site { id code nameZh nameEn } plan { kind zone categoryCode class items bins seed } blind counters state note reason openedBy openedAt closedBy closedAt
    progress { lines uncounted waiting disputed counted found { differences needApproval confirmed adjusted blocked surplus shortage } }
  }
`)
export type CountView = FragmentOf<typeof CountFields>
export type Progress = CountView['progress']

export const CountLineFields = graphql(`
  fragment CountLineFields on StockCountLine {
    id lineNo listed round progress counters onHand counted expected difference value mine countedAt lastCountedAt needsApproval prospect outcome
    bin { id code } document { id number }
    item { id code nameZh nameEn spec unitZh unitEn scale packSize packageNameZh tracking } lot { lotNo serialNo expiresOn } reserve { custody owner { nameZh nameEn } }
    entries { round person quantity countedAt }
  }
`)
export type CountLine = FragmentOf<typeof CountLineFields>

export const CountsQuery = graphql(`
  query StockCounts($siteId: ID, $state: StockCountState, $orderBy: StockCountOrder, $first: Int, $after: String) {
    stockCounts(siteId: $siteId, state: $state, orderBy: $orderBy, first: $first, after: $after) { totalCount totalCountExact nodes { ...CountFields } pageInfo { hasNextPage endCursor } }
  }
`, [CountFields])
const CountQuery = graphql(`query StockCount($id: ID!) { node(id: $id) { __typename ... on StockCount { ...CountFields } } }`, [CountFields])
const LinesQuery = graphql(`
  query StockCountLines($id: ID!, $only: StockCountLineFilter, $orderBy: StockCountLineOrder, $first: Int, $after: String) {
    node(id: $id) { __typename ... on StockCount { lines(only: $only, orderBy: $orderBy, first: $first, after: $after) { nodes { ...CountLineFields } pageInfo { hasNextPage endCursor } } } }
  }
`, [CountLineFields])
const ScopesQuery = graphql(`query StockCountScopes($siteId: ID!) { stockCountScopes(siteId: $siteId) { kind code items bins lines neverCounted oldestCountAt beingCounted } }`)
export type CountScope = ResultOf<typeof ScopesQuery>['stockCountScopes'][number]

export const OpenCount = graphql(`mutation OpenStockCount($input: OpenStockCountInput!) { openStockCount(input: $input) { replayed count { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const EnterCount = graphql(`mutation EnterStockCount($input: EnterStockCountInput!) { enterStockCount(input: $input) { replayed count { id } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const RecountLines = graphql(`mutation RecountStockCountLines($input: RecountStockCountLinesInput!) { recountStockCountLines(input: $input) { replayed count { id } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const ApproveLines = graphql(`
  mutation ApproveStockCountLines($input: ApproveStockCountLinesInput!) {
    approveStockCountLines(input: $input) { replayed count { id } results { lineId approved userErrors { ...UserErrors } } userErrors { ...UserErrors } }
  }
`, [UserErrors])
export const CloseCount = graphql(`mutation CloseStockCount($input: CloseStockCountInput!) { closeStockCount(input: $input) { replayed count { id } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export type EntryInput = VariablesOf<typeof EnterCount>['input']['entries'][number]

/** A stocktake; null: none that the viewer may see. Counted by others meanwhile, so read anew while it is looked at. */
export const useStockCount = (id: string) =>
  useQuery({ queryKey: ['stockCount', id], queryFn: ({ signal }) => ask(CountQuery, { id }, signal).then(({ node }) => (node?.__typename === 'StockCount' ? node : null)), refetchInterval: 20_000 })

export type LineFilter = VariablesOf<typeof LinesQuery>['only']
type LineOrder = VariablesOf<typeof LinesQuery>['orderBy']

async function linesOf(id: string, only: LineFilter, orderBy: LineOrder, first: number, after: string | null, signal: AbortSignal) {
  const { node } = await ask(LinesQuery, { id, only: only ?? null, orderBy: orderBy ?? null, first, after }, signal)
  return node?.__typename === 'StockCount' ? node.lines : { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
}

/** A page of lines. */
export const useLines = (id: string, only: LineFilter, orderBy: LineOrder, first: number, after: string | undefined) =>
  useQuery({ queryKey: ['stockCountLines', id, only, orderBy, first, after], queryFn: ({ signal }) => linesOf(id, only, orderBy, first, after ?? null, signal), placeholderData: (previous) => previous, refetchInterval: 20_000 })

/** All lines of a kind, for sheets of paper and for what is shown before it is done. */
export const useAllLines = (id: string, only: LineFilter = null) =>
  useQuery({
    queryKey: ['stockCountLines', id, only, 'all'],
    queryFn: async ({ signal }) => {
      const lines: CountLine[] = []
      for (let after: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof linesOf>> = await linesOf(id, only, null, 250, after, signal)
        lines.push(...page.nodes)
        if (!page.pageInfo.hasNextPage) return lines
        after = page.pageInfo.endCursor
      }
    },
  })

export const useCountScopes = (siteId: string | undefined) =>
  useQuery({ queryKey: ['stockCountScopes', siteId], queryFn: ({ signal }) => ask(ScopesQuery, { siteId: siteId! }, signal).then((answer) => answer.stockCountScopes), enabled: siteId !== undefined })
