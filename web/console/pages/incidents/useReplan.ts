// Planning trips anew that a closed road bars: each allocation's in one request, which cancels the old trips with the new plan.
import { useWrite } from '../../useWrite.ts'
import type { Trip } from './documents.ts'
import { PlanTrips } from './writes.ts'

type Barred = Pick<Trip, 'id' | 'allocationId' | 'revision' | 'state' | 'closures'>

/** Trips that wait and are barred, by the allocation they were planned for. */
export function barredByAllocation<T extends Barred>(trips: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const trip of trips) if (trip.state === 'PLANNED' && trip.closures.length > 0) found.set(trip.allocationId, [...(found.get(trip.allocationId) ?? []), trip])
  return found
}

export function useReplan() {
  const write = useWrite(PlanTrips)
  const replan = (allocationId: string, trips: readonly Barred[]) => write.mutate({ allocationId, replaced: trips.map((trip) => ({ tripId: trip.id, revision: trip.revision })) })
  /** What came of it: the new trips, and the loads that are on none. */
  const done = write.data ? { left: write.data.allocation?.unserved.length ?? 0 } : null
  return { replan, pending: write.isPending, error: write.error, done }
}
