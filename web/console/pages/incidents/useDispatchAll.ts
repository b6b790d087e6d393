// Dispatches trips one after the other. What the sheet says of each comes from the server's reply to it, and from nothing else.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../../shared/graphql/ask.ts'
import { refusalsOf } from '../../../shared/graphql/refusal.ts'
import { Refused } from '../../../shared/graphql/ask.ts'
import { requestKey } from '../../../shared/graphql/requestKey.ts'
import type { Trip } from './documents.ts'
import { DispatchTrip } from './writes.ts'

export type DispatchResult = { readonly tripId: string; readonly number: string; readonly plate: string; readonly waybills: readonly string[]; readonly error: unknown }

export function useDispatchAll() {
  const queries = useQueryClient()
  const [running, setRunning] = useState<{ done: number; all: number } | null>(null)
  const [results, setResults] = useState<readonly DispatchResult[]>([])
  const dispatch = async (trips: readonly Trip[]) => {
    const found: DispatchResult[] = []
    setResults([])
    for (const trip of trips) {
      setRunning({ done: found.length, all: trips.length })
      const row = { tripId: trip.id, number: trip.number, plate: trip.vehicle.plate }
      try {
        const { dispatchTrip } = await ask(DispatchTrip, { input: { requestKey: requestKey(), tripId: trip.id, revision: trip.revision } })
        const error = dispatchTrip.userErrors.length > 0 ? new Refused(refusalsOf(dispatchTrip.userErrors)) : null
        found.push({ ...row, waybills: dispatchTrip.trip?.waybills.map((waybill) => waybill.number) ?? [], error })
      } catch (error) {
        found.push({ ...row, waybills: [], error })
      }
      setResults([...found])
    }
    setRunning(null)
    await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  }
  return { dispatch, running, results, clear: () => setResults([]) }
}
