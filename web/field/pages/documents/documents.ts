// Documents as they are read for the phone, and undoing one.
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import type { Effect } from '../../../shared/outbox/operation.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'

const ListQuery = graphql(`
  query FieldDocuments($site: ID!) { documents(siteId: $site, first: 50) { nodes { id number kind reason state occurredAt recordedBy site { id } counterSite { id nameZh nameEn } } } }
`)
const DocumentQuery = graphql(`
  query FieldDocument($id: ID!) {
    node(id: $id) {
      ... on Document {
        __typename id number kind reason state note occurredAt recordedAt recordedBy reverses reversedBy reversible
        site { id nameZh nameEn } counterSite { id nameZh nameEn }
        movements { lineNo quantity fromPlace toPlace item { id code nameZh nameEn unitZh unitEn } lot { id lotNo serialNo expiresOn } }
      }
    }
  }
`)

export type DocumentRow = ResultOf<typeof ListQuery>['documents']['nodes'][number]
type Answered = NonNullable<ResultOf<typeof DocumentQuery>['node']>
export type Document = Extract<Answered, { __typename: 'Document' }>

export const loadDocuments = async (site: string): Promise<DocumentRow[]> => (await ask(ListQuery, { site })).documents.nodes

/** The document with this id, or null where there is none that the caller may see. */
export async function loadDocument(id: string): Promise<Document | null> {
  const { node } = await ask(DocumentQuery, { id })
  return node && '__typename' in node && node.__typename === 'Document' ? node : null
}

/** What undoing does to the figures: goods come back to where they went from. A receipt's leave; an issue's return. */
function effectsOf(document: Document): Effect[] {
  return document.movements.flatMap((line) => {
    const lot = { item: line.item.id, lot: line.lot.id, lotNo: line.lot.lotNo, expiresOn: line.lot.expiresOn }
    if (document.kind === 'RECEIPT') return [{ site: document.site.id, ...lot, delta: '-' + line.quantity }]
    const back = { site: document.site.id, ...lot, delta: line.quantity }
    return document.kind === 'TRANSFER' && document.counterSite ? [back, { ...back, site: document.counterSite.id, delta: '-' + line.quantity }] : [back]
  })
}

export const recordReversal = (document: Document, reason: string, account: string) =>
  record({
    kind: 'reverseDocument', account, subject: document.id, input: { documentId: document.id, reason },
    effects: effectsOf(document), shown: shownOf(document.site, document.movements, document.number), form: null,
  })
