// Seeing what trips a plan would make, before it is made: a dry run, of which nothing is kept.
import { useMutation } from '@tanstack/react-query'
import { ask, Refused } from '../../../shared/graphql/ask.ts'
import type { ResultOf } from '../../../shared/graphql/graphql.ts'
import { refusalsOf } from '../../../shared/graphql/refusal.ts'
import { requestKey } from '../../../shared/graphql/requestKey.ts'
import { RehearseTrips } from './writes.ts'

type Choices = { allocationId: string; carrierIds?: string[]; replaced?: { tripId: string; revision: number }[] }
export type Rehearsed = ResultOf<typeof RehearseTrips>['planTrips']

export function useRehearsal() {
  return useMutation<Rehearsed, unknown, Choices>({
    mutationFn: async (choices) => {
      // Nothing is kept of the key either: there is no first sending that it could be told from.
      const { planTrips } = await ask(RehearseTrips, { input: { ...choices, requestKey: requestKey(Date.now()), dryRun: true } })
      if (planTrips.userErrors.length > 0) throw new Refused(refusalsOf(planTrips.userErrors))
      return planTrips
    },
  })
}
