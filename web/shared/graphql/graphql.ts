// The typed documents of the API: graphql(`query …`, [Fragment]) gives a document whose result and variables TypeScript knows from
// the schema. The types are gql.tada's; at run time a document is its text with that of its fragments, neither parsed nor printed,
// which keeps a parser off the phone.
import type { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.d.ts'

type Typed = ReturnType<
  typeof initGraphQLTada<{
    introspection: introspection
    disableMasking: true
    scalars: { ID: string; Decimal: string; Date: string; DateTime: string }
  }>
>

class GraphQLDocument {
  constructor(readonly source: string, readonly fragments: readonly GraphQLDocument[]) {}
}

const gather = (document: GraphQLDocument, seen: Set<string>): Set<string> => {
  seen.add(document.source)
  for (const fragment of document.fragments) gather(fragment, seen)
  return seen
}

/** The text of a document, each of its fragments once. */
export function textOf(document: object): string {
  if (!(document instanceof GraphQLDocument)) throw new TypeError('not a document of graphql()')
  return [...gather(document, new Set())].join('\n')
}

export const graphql = ((source: string, fragments: readonly GraphQLDocument[] = []) => new GraphQLDocument(source, fragments)) as unknown as Typed

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
