// What the pages of overrides read and write.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type FragmentOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { MinimumFields } from './minimumQueries.ts'

export const OverrideFields = graphql(`
  fragment OverrideFields on MinimumOverride {
    id incidentId incidentNumber reason state validHours requestedBy requestedAt confirmedBy validUntil usedAt documentId documentNumber confirmable
    limits { quantity minimum { ...MinimumFields } }
  }
`, [MinimumFields])
export type Override = FragmentOf<typeof OverrideFields>

export const OverridesQuery = graphql(`
  query Overrides($incidentId: ID, $state: OverrideState, $orderBy: MinimumOverrideOrder, $first: Int, $after: String) {
    minimumOverrides(incidentId: $incidentId, state: $state, orderBy: $orderBy, first: $first, after: $after) { nodes { ...OverrideFields } pageInfo { hasNextPage endCursor } }
  }
`, [OverrideFields])
export const OverridesCountQuery = graphql(`query OverridesInAll($state: OverrideState) { minimumOverrides(state: $state, first: 1) { totalCount totalCountExact } }`)
export const RequestOverride = graphql(`mutation RequestOverride($input: RequestOverrideInput!) { requestOverride(input: $input) { replayed override { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const ConfirmOverride = graphql(`mutation ConfirmOverride($input: ConfirmOverrideInput!) { confirmOverride(input: $input) { replayed override { id validUntil } userErrors { ...UserErrors } } }`, [UserErrors])
const OpenIncidentsQuery = graphql(`query OverridableIncidents { incidents(openOnly: true, first: 100) { nodes { id number name drill } } }`)
const MinimumsByName = graphql(`query MinimumsByName($search: String) { minimums(search: $search, first: 20) { nodes { ...MinimumFields } } }`, [MinimumFields])

/** The open incidents for which something may be broken: a drill touches nothing. */
export const useRealIncidents = () =>
  useQuery({ queryKey: ['overridableIncidents'], queryFn: ({ signal }) => ask(OpenIncidentsQuery, {}, signal).then((answer) => answer.incidents.nodes.filter((incident) => !incident.drill)) })

/** The minimums in force that match what was typed, those nearest to their floor first. */
export const useMinimumsByName = (search: string) =>
  useQuery({ queryKey: ['minimumsByName', search], queryFn: ({ signal }) => ask(MinimumsByName, { search: search || null }, signal).then((answer) => answer.minimums.nodes), placeholderData: (previous) => previous })

/** The overrides of an incident that wait or can be used, over a minimum. */
export const useOverridesFor = (incidentId: string, minimumId: string | undefined) =>
  useQuery({
    queryKey: ['overridesFor', incidentId, minimumId],
    queryFn: ({ signal }) => ask(OverridesQuery, { incidentId, first: 100 }, signal).then((answer) => answer.minimumOverrides.nodes.filter((one) => (one.state === 'CONFIRMED' || one.state === 'REQUESTED') && one.limits.some((limit) => limit.minimum.id === minimumId))),
    enabled: minimumId !== undefined,
    refetchInterval: 15_000,
  })
