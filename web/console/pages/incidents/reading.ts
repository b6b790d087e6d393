// Reading for the pages of incidents: the live ones ask again every few seconds, because others write at the same time.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RoadPart } from './closeRoadForm.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import type { VariablesOf } from '../../../shared/graphql/graphql.ts'
import { useCount } from '../../parts/useCount.ts'
import { useSession } from '../../useSession.ts'
import { AllocationQuery, BreachesQuery, IncidentQuery, IncidentsCountQuery, IncidentsQuery, LotsQuery, NeedsQuery, RoadClosuresQuery, RoadNamesQuery, RoadsNamedQuery, ScenariosQuery, TripQuery, TripsCountQuery, TripsQuery, VehiclesQuery, WaybillQuery, WaybillsCountQuery, WaybillsQuery } from './documents.ts'
import type { Allocation, AllocationIncident, Incident, LotRow, TripLoads, Waybill } from './documents.ts'

export const liveMs = 12_000
const pageSize = 25

export const useIncidents = (openOnly: boolean, orderBy: VariablesOf<typeof IncidentsQuery>['orderBy'] = null, after: string | null = null) =>
  useQuery({
    queryKey: ['incidents', openOnly, orderBy, after],
    queryFn: ({ signal }) => ask(IncidentsQuery, { openOnly, orderBy, first: pageSize, after }, signal).then((answer) => answer.incidents),
    refetchInterval: liveMs,
  })
export const useIncidentCount = (openOnly: boolean, rows: ReturnType<typeof useIncidents>, after: string | undefined) =>
  useCount(['incidents', openOnly], rows, after, (signal) => ask(IncidentsCountQuery, { openOnly }, signal).then((answer) => answer.incidents))

/** null: there is none that the viewer may see. */
export const useIncident = (id: string) =>
  useQuery({
    queryKey: ['incident', id],
    queryFn: async ({ signal }): Promise<Incident | null> => {
      const { node } = await ask(IncidentQuery, { id }, signal)
      return node?.__typename === 'Incident' ? node : null
    },
    refetchInterval: liveMs,
  })

export const useNeeds = (id: string) =>
  useQuery({
    queryKey: ['incident-needs', id],
    queryFn: async ({ signal }) => {
      const { node } = await ask(NeedsQuery, { id }, signal)
      return node?.__typename === 'Incident' ? node.needs : []
    },
    refetchInterval: 4 * liveMs,
  })

export type Proposal = { incident: AllocationIncident; allocation: Allocation }

export const useProposal = (incident: string, allocation: string) =>
  useQuery({
    queryKey: ['allocation', allocation],
    queryFn: async ({ signal }): Promise<Proposal | null> => {
      const answer = await ask(AllocationQuery, { incident, allocation }, signal)
      return answer.incident?.__typename === 'Incident' && answer.allocation?.__typename === 'Allocation' ? { incident: answer.incident, allocation: answer.allocation } : null
    },
    refetchInterval: liveMs,
  })

export const useTripLoads = (id: string | null) =>
  useQuery({
    queryKey: ['trip', id],
    enabled: id !== null,
    queryFn: async ({ signal }): Promise<TripLoads | null> => {
      const { node } = await ask(TripQuery, { id: id! }, signal)
      return node?.__typename === 'Trip' ? node : null
    },
  })

export const useWaybills = (inTransitOnly: boolean, orderBy: VariablesOf<typeof WaybillsQuery>['orderBy'] = null, after: string | null = null) =>
  useQuery({
    queryKey: ['waybills', inTransitOnly, orderBy, after],
    queryFn: ({ signal }) => ask(WaybillsQuery, { inTransitOnly, orderBy, first: 50, after }, signal).then((answer) => answer.waybills),
    placeholderData: (previous) => previous,
    refetchInterval: liveMs,
  })
export const useWaybillCount = (inTransitOnly: boolean, rows: ReturnType<typeof useWaybills>, after: string | undefined) =>
  useCount(['waybills', inTransitOnly], rows, after, (signal) => ask(WaybillsCountQuery, { inTransitOnly }, signal).then((answer) => answer.waybills))

export const useWaybill = (id: string) =>
  useQuery({
    queryKey: ['waybill', id],
    queryFn: async ({ signal }): Promise<Waybill | null> => {
      const { node } = await ask(WaybillQuery, { id }, signal)
      return node?.__typename === 'Waybill' ? node : null
    },
    refetchInterval: liveMs,
  })

export const useScenarios = () => useQuery({ queryKey: ['scenarios'], queryFn: ({ signal }) => ask(ScenariosQuery, {}, signal).then((answer) => answer.scenarios), staleTime: 3_600_000 })

export const useTrips = (openOnly: boolean, orderBy: VariablesOf<typeof TripsQuery>['orderBy'] = null, after: string | null = null) =>
  useQuery({ queryKey: ['trips', openOnly, orderBy, after], queryFn: ({ signal }) => ask(TripsQuery, { openOnly, orderBy, first: pageSize, after }, signal).then((answer) => answer.trips), refetchInterval: liveMs })
export const useTripCount = (openOnly: boolean, rows: ReturnType<typeof useTrips>, after: string | undefined) =>
  useCount(['trips', openOnly], rows, after, (signal) => ask(TripsCountQuery, { openOnly }, signal).then((answer) => answer.trips))

/** Roads that are closed now or will be. */
export const useRoadClosures = () =>
  useQuery({ queryKey: ['road-closures'], queryFn: ({ signal }) => ask(RoadClosuresQuery, {}, signal).then((answer) => answer.roadClosures.nodes), refetchInterval: liveMs })

/** The roads that a closure of so many points would close. */
export const useRoadNames = (shape: 'ALONG' | 'AREA' | 'ROAD', points: readonly { readonly latitude: number; readonly longitude: number }[], enabled: boolean) =>
  useQuery({ queryKey: ['road-names', shape, points], enabled, queryFn: ({ signal }) => ask(RoadNamesQuery, { shape, points: [...points] }, signal).then((answer) => answer.roadNames), staleTime: Number.POSITIVE_INFINITY })

/** The roads of a name, or the part of one; null: nothing is asked. A road that there is none of is not asked for again. */
export const useRoadsNamed = (road: RoadPart | null) =>
  useQuery({ queryKey: ['roads-named', road], enabled: road !== null, queryFn: ({ signal }) => ask(RoadsNamedQuery, { road: road! }, signal).then((answer) => answer.roadsNamed), staleTime: Number.POSITIVE_INFINITY, retry: false })

export const useVehicles = (enabled: boolean) => useQuery({ queryKey: ['vehicles'], enabled, queryFn: ({ signal }) => ask(VehiclesQuery, {}, signal), staleTime: 30_000 })

/** null: the viewer's posts do not show it. */
export const useBreachesOpen = () => useQuery({ queryKey: ['breaches-open'], queryFn: ({ signal }) => ask(BreachesQuery, {}, signal).then((answer) => answer.workbench.breachesOpen), refetchInterval: liveMs })

/** Every lot of an item that can be sent: all pages, because the best may stand on the last. */
export const useLots = (itemId: string | null) =>
  useQuery({
    queryKey: ['lots-of-item', itemId],
    enabled: itemId !== null,
    queryFn: async ({ signal }): Promise<LotRow[]> => {
      const all: LotRow[] = []
      for (let after: string | null = null; ;) {
        const { balances }: { balances: { nodes: LotRow[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await ask(LotsQuery, { itemId: itemId!, after }, signal)
        all.push(...balances.nodes)
        if (!balances.pageInfo.hasNextPage) return all
        after = balances.pageInfo.endCursor
      }
    },
  })

/** Now by the clock of the database, renewed every 15 seconds; the clock of a duty room's computer may be wrong. */
export function useNow(): number {
  const session = useSession()
  const ahead = session.data ? Date.parse(session.data.about.now) - session.dataUpdatedAt : 0
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  return now + ahead
}
