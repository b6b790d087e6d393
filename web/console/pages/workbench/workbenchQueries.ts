import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'

const WorkbenchQuery = graphql(`
  query Workbench {
    workbench {
      documentsToApprove documentsToPost transfersToReceive waybillsToConfirm rotationTasksOpen breachesOpen minimumsBelow minimumsNear lotsExpiring90 lotsExpired
      incidentsOpen allocationsToApprove overridesToConfirm tripsToDispatch inTransit
    }
  }
`)
const OpenIncidentsQuery = graphql(`
  query WorkbenchIncidents {
    incidents(openOnly: true, first: 5) { nodes { id number name level drill startedAt reliefDueAt town { nameZh nameEn } places { relievedAt } } }
  }
`)
const LatestQuery = graphql(`
  query WorkbenchDocuments { documents(first: 5) { nodes { id number kind reason state occurredAt site { nameZh nameEn } counterSite { nameZh nameEn } recordedBy } } }
`)
const OwnStandingQuery = graphql(`query OwnStanding($organisationId: ID!) { reserveStanding(organisationId: $organisationId) { quota floor state } }`)

export type OpenIncident = ResultOf<typeof OpenIncidentsQuery>['incidents']['nodes'][number]

const live = { refetchInterval: 15_000 } as const

export const useCounts = () => useQuery({ queryKey: ['workbench'], queryFn: ({ signal }) => ask(WorkbenchQuery, {}, signal).then((answer) => answer.workbench), ...live })
export const useOpenIncidents = (enabled: boolean) => useQuery({ queryKey: ['workbenchIncidents'], queryFn: ({ signal }) => ask(OpenIncidentsQuery, {}, signal).then((answer) => answer.incidents.nodes), enabled, ...live })
export const useLatestDocuments = () => useQuery({ queryKey: ['workbenchDocuments'], queryFn: ({ signal }) => ask(LatestQuery, {}, signal).then((answer) => answer.documents.nodes), ...live })
export const useOwnStanding = (organisationId: string) =>
  useQuery({ queryKey: ['ownStanding', organisationId], queryFn: ({ signal }) => ask(OwnStandingQuery, { organisationId }, signal).then((answer) => answer.reserveStanding), refetchInterval: 60_000 })
