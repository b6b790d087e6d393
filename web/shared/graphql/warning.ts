// The warnings of a payload: what a person should know of a write that was done all the same.
import type { Refusal } from './ask.ts'
import { graphql, type FragmentOf } from './graphql.ts'

/** Select it on warnings of every mutation whose payload has them: graphql(`… warnings { ...WarningFields }`, [WarningFields]). */
export const WarningFields = graphql(`fragment WarningFields on Warning { code message fields facts { name value } }`)

/** The warnings of a payload as refusals are worded: the same codes, with the same words. */
export const warningsOf = (warnings: readonly FragmentOf<typeof WarningFields>[]): Refusal[] =>
  warnings.map(({ facts, ...warning }) => ({ ...warning, facts: Object.fromEntries(facts.map((fact) => [fact.name, fact.value])) }))
