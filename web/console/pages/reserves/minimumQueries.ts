// What the pages of minimums read and write.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type FragmentOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'

export const MinimumFields = graphql(`
  fragment MinimumFields on Minimum {
    id kind scope siteId organisationId keeperId tier groupCode categoryCode agreementNumber cureDays scopeNameZh scopeNameEn subject subjectNameZh subjectNameEn unitZh unitEn
    item { id code scale } floor target warningMargin onBreach fromDate toDate available headroom state
  }
`)
export type Minimum = FragmentOf<typeof MinimumFields>

export const MinimumsQuery = graphql(`
  query Minimums($belowOnly: Boolean, $kind: MinimumKind, $scope: MinimumScope, $search: String, $validity: MinimumValidity, $orderBy: MinimumOrder, $first: Int, $after: String) {
    minimums(belowOnly: $belowOnly, kind: $kind, scope: $scope, search: $search, validity: $validity, orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes { ...MinimumFields }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [MinimumFields])
const MinimumQuery = graphql(`query Minimum($minimumId: ID!) { minimums(minimumId: $minimumId, first: 1) { nodes { ...MinimumFields } } }`, [MinimumFields])
const GroupsQuery = graphql(`query MinimumSubjects { substitutionGroups { code nameZh unitZh unitEn } categories { code nameZh nameEn } }`)

export const SetMinimum = graphql(`mutation SetMinimum($input: SetMinimumInput!) { setMinimum(input: $input) { replayed minimum { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const EndMinimum = graphql(`mutation EndMinimum($input: EndMinimumInput!) { endMinimum(input: $input) { replayed minimum { id } userErrors { ...UserErrors } } }`, [UserErrors])

/** One minimum, in force or not; null: there is none that the viewer may see. */
export const useMinimum = (id: string | undefined) =>
  useQuery({ queryKey: ['minimum', id], queryFn: ({ signal }) => ask(MinimumQuery, { minimumId: id! }, signal).then((answer) => answer.minimums.nodes[0] ?? null), enabled: id !== undefined })

export const useSubjects = () => useQuery({ queryKey: ['minimumSubjects'], queryFn: () => ask(GroupsQuery), staleTime: 3_600_000 })

/** Whose a minimum is and what it is over, as names. */
export const scopeOf = (minimum: { scopeNameZh: string; scopeNameEn: string }) => ({ nameZh: minimum.scopeNameZh, nameEn: minimum.scopeNameEn })
export const subjectOf = (minimum: { subjectNameZh: string; subjectNameEn: string }) => ({ nameZh: minimum.subjectNameZh, nameEn: minimum.subjectNameEn })
