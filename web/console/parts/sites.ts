// The sites and towns of the district: few enough to be held whole, and no secret.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'

const SitesQuery = graphql(`
  query Sites($after: String) {
    sites(first: 250, after: $after) {
      nodes { id code nameZh nameEn kind address latitude longitude peopleCapacity publicNotes demo organisation { id code nameZh nameEn } town { id code nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
const OrganisationsQuery = graphql(`
  query Organisations($after: String) {
    organisations(first: 250, after: $after) {
      nodes { id code nameZh nameEn kind tier population source demo latitude longitude parent { id code nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export type SiteChoice = ResultOf<typeof SitesQuery>['sites']['nodes'][number]
export type OrganisationChoice = ResultOf<typeof OrganisationsQuery>['organisations']['nodes'][number]

type Page<N> = { nodes: N[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }

async function all<N>(page: (after: string | null) => Promise<Page<N>>): Promise<N[]> {
  const nodes: N[] = []
  let after: string | null = null
  do {
    const next: Page<N> = await page(after)
    nodes.push(...next.nodes)
    after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null
  } while (after !== null)
  return nodes
}

const hour = 3_600_000

export const useSites = () => useQuery({ queryKey: ['sites'], queryFn: () => all((after) => ask(SitesQuery, { after }).then((answer) => answer.sites)), staleTime: hour })

export const useOrganisations = () => useQuery({ queryKey: ['organisations'], queryFn: () => all((after) => ask(OrganisationsQuery, { after }).then((answer) => answer.organisations)), staleTime: hour })

/** Towns and what counts as one. */
export const isTown = (organisation: { kind: string }) => organisation.kind === 'TOWN' || organisation.kind === 'ECONOMIC_GROUP'
