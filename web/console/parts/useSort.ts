// The order of a list is in its address, as "order". Choosing another begins at the first page: a place in one order is none in another.
//
//   const sort = useSort(search.order ?? 'EXPIRES')
//   <DataTable sort={sort} columns={[{ key: 'site', order: 'SITE', ... }, { key: 'opened', order: { rising: 'OLDEST', falling: 'NEWEST' }, ... }]} />
//
// A list of cards, which has no headings, chooses by <OrderChoice sort={sort} ... />.
import { useNavigate } from '@tanstack/react-router'

export type Sort = { by: string; set: (order: string) => void }

/** The orders of a list that go by a column: that in which its values rise, that in which they fall, or both. A name alone is one that rises. */
export type Ordering = string | { rising?: string; falling?: string }

const bothWays = (ordering: Ordering) => (typeof ordering === 'string' ? { rising: ordering } : ordering)

/** Which way the values of a column go in an order; null: the order does not go by the column. */
export function directionIn(by: string, ordering: Ordering): 'ascending' | 'descending' | null {
  const { rising, falling } = bothWays(ordering)
  return by === rising ? 'ascending' : by === falling ? 'descending' : null
}

/** The order that the heading of a column chooses: the newest or largest first where there is such an order, and then the other way round. */
export function chosenBy(ordering: Ordering, by: string): string {
  const { rising, falling } = bothWays(ordering)
  return (by === falling ? (rising ?? falling) : (falling ?? rising)) ?? by
}

/** by: the order that is shown; page: the search parameter that the pages of the list go by. */
export function useSort(by: string, page = 'after'): Sort {
  const navigate = useNavigate()
  return { by, set: (order) => void navigate({ to: '.', search: ((previous: Record<string, unknown>) => ({ ...previous, order, [page]: undefined })) as never }) }
}
