import { graphql, type ResultOf } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'

export const RecoveredGoodsQuery = graphql(`
  query RecoveredGoods($siteId: ID, $openOnly: Boolean, $orderBy: RecoveredGoodsOrder, $first: Int, $after: String) {
    recoveredGoods(siteId: $siteId, openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes {
        id state quantity gradeA gradeB gradeC rejected missing holdId note returnedAt cleanedAt cleanedBy inspectedAt inspectedBy
        document { id number returns } regrading { id number }
        site { id code nameZh nameEn } item { id code nameZh nameEn unitZh unitEn scale } lot { id lotNo serialNo expiresOn conditionGrade } reserve { owner { nameZh nameEn } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
export type RecoveredRow = ResultOf<typeof RecoveredGoodsQuery>['recoveredGoods']['nodes'][number]

export const OutstandingQuery = graphql(`
  query Outstanding($id: ID!) {
    node(id: $id) {
      __typename
      ... on Document {
        id number kind reason state site { code nameZh nameEn }
        outstanding { issued left item { id code nameZh nameEn unitZh unitEn scale } lot { id lotNo serialNo expiresOn } reserve { id owner { nameZh nameEn } } }
      }
    }
  }
`)
export type IssueOut = Extract<ResultOf<typeof OutstandingQuery>['node'], { __typename: 'Document' }>

export const RecoverGoods = graphql(`mutation RecoverGoods($input: RecoverGoodsInput!) { recoverGoods(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const MarkCleaned = graphql(`mutation MarkCleaned($input: MarkCleanedInput!) { markCleaned(input: $input) { replayed recovered { id state } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const InspectRecovered = graphql(`mutation InspectRecovered($input: InspectRecoveredInput!) { inspectRecovered(input: $input) { replayed recovered { id state regrading { id number } } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
