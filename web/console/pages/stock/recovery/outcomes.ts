// What an inspection of recovered goods found: the parts must sum to what waits.
import { add, compare, fold, quantityProblem, subtract } from '../../../../shared/decimal.ts'

export const outcomes = ['gradeA', 'gradeB', 'gradeC', 'rejected'] as const
export type Outcome = (typeof outcomes)[number]
export type Found = Readonly<Record<Outcome, string>>

export const nothingFound: Found = { gradeA: '', gradeB: '', gradeC: '', rejected: '' }

/** What is still to be told of the goods; negative: too much; null: a figure is none. */
export function leftToTell(quantity: string, found: Found, scale: number): string | null {
  const typed = outcomes.map((one) => (found[one].trim() === '' ? '0' : fold(found[one])))
  if (outcomes.some((one, index) => found[one].trim() !== '' && quantityProblem(typed[index]!, scale, true) !== null)) return null
  return subtract(quantity, add(...typed))
}

/** The figures as the API wants them: blank is none. */
export const foundInput = (found: Found): Record<Outcome, string | null> =>
  Object.fromEntries(outcomes.map((one) => [one, found[one].trim() === '' || compare(fold(found[one]), '0') === 0 ? null : fold(found[one])])) as Record<Outcome, string | null>
