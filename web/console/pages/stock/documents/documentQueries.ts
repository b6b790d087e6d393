import { graphql, type FragmentOf } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'

export const DocumentFields = graphql(`
  fragment DocumentFields on Document {
    id number kind reason state note occurredAt recordedAt recordedBy reverses reversedBy reversible
    site { id code nameZh nameEn } counterSite { id code nameZh nameEn }
    movements {
      lineNo quantity fromPlace toPlace
      item { id code nameZh nameEn spec unitZh unitEn scale } lot { lotNo serialNo expiresOn } reserve { custody owner { nameZh nameEn } }
    }
  }
`)
export type DocumentView = FragmentOf<typeof DocumentFields>

export const DocumentQuery = graphql(`query Document($id: ID!) { node(id: $id) { __typename ... on Document { ...DocumentFields } } }`, [DocumentFields])

export const DocumentsQuery = graphql(`
  query Documents($siteId: ID, $toSiteId: ID, $kind: DocumentKind, $state: DocumentState, $first: Int, $after: String) {
    documents(siteId: $siteId, toSiteId: $toSiteId, kind: $kind, state: $state, first: $first, after: $after) {
      nodes { id number kind reason state note occurredAt recordedAt recordedBy site { code nameZh nameEn } counterSite { code nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const ReverseDocument = graphql(`mutation ReverseDocument($input: ReverseDocumentInput!) { reverseDocument(input: $input) { replayed document { id number } userErrors { ...UserErrors } } }`, [UserErrors])

export const ReceiveTransfer = graphql(`mutation ReceiveTransfer($input: ReceiveTransferInput!) { receiveTransfer(input: $input) { replayed document { id number } userErrors { ...UserErrors } } }`, [UserErrors])
