// A draft that the server keeps, opened again in the form that wrote it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ask } from '../../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../../shared/graphql/graphql.ts'
import { ItemChoiceFields } from '../../../parts/items.ts'

const DraftQuery = graphql(`
  query DraftDocument($id: ID!) {
    node(id: $id) {
      __typename
      ... on Document {
        id revision state kind reason note steps site { code } counterSite { code }
        draftLines { quantity inPacks found holdId item { ...ItemChoiceFields } lot { id } reserve { id } }
      }
    }
  }
`, [ItemChoiceFields])

export type ServerDraft = Extract<ResultOf<typeof DraftQuery>['node'], { __typename: 'Document' }>

/** The document that a form changes, as the form knows it. */
export type Editing = { id: string; revision: number }

/**
 * Reads the draft that a form was opened with and hands it in once; not where something typed here before was kept, which is newer.
 * Null: there is none, or it is not the viewer's to change.
 */
export function useServerDraft(id: string | undefined, kept: boolean, onFound: (draft: ServerDraft) => void) {
  const query = useQuery({
    queryKey: ['draftDocument', id],
    queryFn: () => ask(DraftQuery, { id: id! }).then(({ node }) => (node?.__typename === 'Document' && node.steps.includes('EDIT') ? node : null)),
    enabled: id !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  })
  const handed = useRef(kept)
  useEffect(() => {
    if (!query.data || handed.current) return
    handed.current = true
    onFound(query.data)
  })
  return query
}
