// A draft that the server keeps, opened again in the form that wrote it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ask } from '../../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../../shared/graphql/graphql.ts'
import type { BinChoice } from '../../../../shared/storage.ts'
import { ItemChoiceFields } from '../../../parts/items.ts'

const DraftQuery = graphql(`
  query DraftDocument($id: ID!) {
    node(id: $id) {
      __typename
      ... on Document {
        id revision state kind reason note steps site { code } counterSite { code }
        draftLines { quantity inPacks found holdId toBinId item { ...ItemChoiceFields } lot { id } reserve { id } }
      }
    }
  }
`, [ItemChoiceFields])

const BinsQuery = graphql(`query DraftBins($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Bin { id code } } }`)

/** bins: those that its lines are put into, by id. */
export type ServerDraft = Extract<ResultOf<typeof DraftQuery>['node'], { __typename: 'Document' }> & { bins: ReadonlyMap<string, BinChoice> }

async function readDraft(id: string): Promise<ServerDraft | null> {
  const { node } = await ask(DraftQuery, { id })
  if (node?.__typename !== 'Document' || !node.steps.includes('EDIT')) return null
  const ids = [...new Set(node.draftLines.flatMap((line) => line.toBinId ?? []))]
  const { nodes } = ids.length > 0 ? await ask(BinsQuery, { ids }) : { nodes: [] }
  return { ...node, bins: new Map(nodes.flatMap((one) => (one?.__typename === 'Bin' ? [[one.id, one] as const] : []))) }
}

/** The document that a form changes, as the form knows it. */
export type Editing = { id: string; revision: number }

/**
 * Reads the draft that a form was opened with and hands it in once; not where something typed here before was kept, which is newer.
 * Null: there is none, or it is not the viewer's to change.
 */
export function useServerDraft(id: string | undefined, kept: boolean, onFound: (draft: ServerDraft) => void) {
  const query = useQuery({
    queryKey: ['draftDocument', id],
    queryFn: () => readDraft(id!),
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
