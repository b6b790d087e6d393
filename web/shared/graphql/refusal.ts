// The userErrors of a payload: one fragment to select them with, and one function that makes them Refusals.
import type { Refusal } from './ask.ts'
import { graphql, type FragmentOf } from './graphql.ts'

/** Select it on userErrors of every mutation: graphql(`… userErrors { ...UserErrors }`, [UserErrors]). */
export const UserErrors = graphql(`
  fragment UserErrors on UserError {
    __typename
    code
    message
    fields
    ... on InvalidInput { facts { name value } }
    ... on RuleRefusal { facts { name value } }
    ... on InsufficientStock { available requested }
    ... on BelowMinimum { floor available requested scopeName scopeNameEn minimumId subjectNameZh subjectNameEn unitZh unitEn }
    ... on StaleRevision { current facts { name value } }
    ... on StaleQuantity { currentQuantity: current expected }
  }
`)

/** The refusals of a payload, their numbers gathered into facts. */
export function refusalsOf(errors: readonly FragmentOf<typeof UserErrors>[]): Refusal[] {
  return errors.map((error) => {
    const { __typename, code, message, fields, ...rest } = error
    const facts: Record<string, string> = {}
    for (const [name, value] of Object.entries(rest)) {
      if (name === 'facts') for (const fact of value as readonly { name: string; value: string }[]) facts[fact.name] = fact.value
      else if (value !== null && value !== undefined) facts[name === 'currentQuantity' ? 'current' : name] = String(value)
    }
    return { code, message, fields, facts }
  })
}
