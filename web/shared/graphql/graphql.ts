// The typed documents of the API: graphql(`query …`) gives a document whose result and variables TypeScript knows from the schema.
import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.d.ts'

export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: { ID: string; Decimal: string; Date: string; DateTime: string }
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
