import { graphql, type FragmentOf } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'

/** How far a document has come on its way through approval, as lists show it. */
export const ApprovalFields = graphql(`fragment ApprovalFields on Document { revision approvalsAsked approvals { person decision reason decidedAt void } }`)
export type ApprovalView = FragmentOf<typeof ApprovalFields>

export const DocumentFields = graphql(`
  fragment DocumentFields on Document {
    id number kind reason state note occurredAt recordedAt recordedBy postedBy stateNote value
    reverses reversesId reversedBy reversedById reversible reversalRefusal undoUntil returns steps
    ...ApprovalFields
    site { id code nameZh nameEn } counterSite { id code nameZh nameEn }
    movements {
      lineNo quantity fromPlace toPlace
      item { id code nameZh nameEn spec unitZh unitEn scale hazardClass } lot { id lotNo serialNo expiresOn } reserve { custody owner { nameZh nameEn } }
    }
    waitingLines {
      lineNo quantity holdId fromPlace toPlace
      item { id code nameZh nameEn spec unitZh unitEn scale hazardClass } lot { id lotNo serialNo expiresOn } reserve { custody owner { nameZh nameEn } }
    }
    draftLines {
      quantity inPacks found holdId packId binId toBinId
      item { id code nameZh nameEn spec unitZh unitEn scale hazardClass packageNameZh } lot { id lotNo serialNo expiresOn } reserve { id custody owner { nameZh nameEn } }
    }
    appraisal { person finding note appraisedAt }
    disposal { way proceeds note disposedAt }
    outstanding { left }
  }
`, [ApprovalFields])
export type DocumentView = FragmentOf<typeof DocumentFields>

export const DocumentQuery = graphql(`query Document($id: ID!) { node(id: $id) { __typename ... on Document { ...DocumentFields } } }`, [DocumentFields])

export const DocumentsQuery = graphql(`
  query Documents($siteId: ID, $toSiteId: ID, $kind: DocumentKind, $state: DocumentState, $orderBy: DocumentOrder, $first: Int, $after: String) {
    documents(siteId: $siteId, toSiteId: $toSiteId, kind: $kind, state: $state, orderBy: $orderBy, first: $first, after: $after) {
      nodes { id number kind reason state note occurredAt recordedAt recordedBy reverses reversesId reversedBy reversedById ...ApprovalFields site { code nameZh nameEn } counterSite { code nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [ApprovalFields])
export const DocumentsCountQuery = graphql(`
  query DocumentsInAll($siteId: ID, $toSiteId: ID, $kind: DocumentKind, $state: DocumentState) {
    documents(siteId: $siteId, toSiteId: $toSiteId, kind: $kind, state: $state, first: 1) { totalCount totalCountExact }
  }
`)

export const ReverseDocument = graphql(`mutation ReverseDocument($input: ReverseDocumentInput!) { reverseDocument(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

export const ReceiveTransfer = graphql(`mutation ReceiveTransfer($input: ReceiveTransferInput!) { receiveTransfer(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

// The steps of a document's life.
export const SubmitDocument = graphql(`mutation SubmitDocument($input: SubmitDocumentInput!) { submitDocument(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const PostDocument = graphql(`mutation PostDocument($input: PostDocumentInput!) { postDocument(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const CancelDocument = graphql(`mutation CancelDocument($input: DocumentReasonInput!) { cancelDocument(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const RefuseDocument = graphql(`mutation RefuseDocument($input: DocumentReasonInput!) { refuseDocument(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const AppraiseScrap = graphql(`mutation AppraiseScrap($input: AppraiseScrapInput!) { appraiseScrap(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const DisposeScrap = graphql(`mutation DisposeScrap($input: DisposeScrapInput!) { disposeScrap(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const ApproveDocuments = graphql(`
  mutation ApproveDocuments($input: ApproveDocumentsInput!) {
    approveDocuments(input: $input) { replayed results { approved warnings { ...WarningFields } document { id number state kind ...ApprovalFields } userErrors { ...UserErrors } } userErrors { ...UserErrors } }
  }
`, [UserErrors, WarningFields, ApprovalFields])
