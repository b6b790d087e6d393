import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { ApprovalFields } from '../stock/documents/documentQueries.ts'

export const ToApproveQuery = graphql(`
  query DocumentsToApprove($orderBy: DocumentOrder, $first: Int, $after: String) {
    documentsToApprove(orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        id kind reason state note recordedAt recordedBy value steps ...ApprovalFields
        site { code nameZh nameEn } counterSite { code nameZh nameEn } appraisal { finding person }
        waitingLines { lineNo quantity fromPlace item { code nameZh nameEn unitZh unitEn hazardClass } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [ApprovalFields])
export const ToApproveCountQuery = graphql(`query DocumentsToApproveInAll { documentsToApprove(first: 1) { totalCount totalCountExact } }`)
export type Waiting = ResultOf<typeof ToApproveQuery>['documentsToApprove']['nodes'][number]

export const ApprovalRulesQuery = graphql(`query ApprovalRules($inForceOnly: Boolean) { approvalRules(inForceOnly: $inForceOnly) { id kind reason valueFrom hazardClasses programme persons note fromAt toAt } }`)
export type Rule = ResultOf<typeof ApprovalRulesQuery>['approvalRules'][number]

export const AddApprovalRule = graphql(`mutation AddApprovalRule($input: AddApprovalRuleInput!) { addApprovalRule(input: $input) { replayed rule { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const EndApprovalRule = graphql(`mutation EndApprovalRule($input: EndApprovalRuleInput!) { endApprovalRule(input: $input) { replayed rule { id toAt } userErrors { ...UserErrors } } }`, [UserErrors])
