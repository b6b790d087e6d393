// How many rows a long list has in all. Counting may take longer than reading a page, so it is asked for once the rows are there, once
// for all pages and orders of a filter, and not at all where the first page is the whole list. A list that can only be short asks for
// its totalCount together with its rows.
//
//   const of = useCount(['documents', filter], query, search.after, (signal) => ask(DocumentsCountQuery, filter, signal).then((answer) => answer.documents))
//   <CursorPager pageInfo={query.data?.pageInfo} count={rows.length} of={of} />
import { useQuery } from '@tanstack/react-query'

export type Counted = { totalCount: number | null; totalCountExact: boolean | null }

type Rows = { data: { pageInfo: { hasNextPage: boolean } } | undefined; isPlaceholderData: boolean }

/** Whether the rows that are shown leave a question of how many there are. */
export const goesOn = ({ data, isPlaceholderData }: Rows, after: string | undefined): boolean => data !== undefined && !isPlaceholderData && (data.pageInfo.hasNextPage || after !== undefined)

/** filter: what the count depends on, as a key; rows: the query of the page that is shown, which begins after a place. */
export function useCount(filter: readonly unknown[], rows: Rows, after: string | undefined, count: (signal: AbortSignal) => Promise<Counted>): Counted | undefined {
  return useQuery({ queryKey: ['count', ...filter], queryFn: ({ signal }) => count(signal), enabled: goesOn(rows, after), staleTime: 60_000 }).data
}
