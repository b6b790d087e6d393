// The order of a list is in its address, as "order". Choosing another begins at the first page: a place in one order is none in another.
//
//   const sort = useSort(search.order ?? 'EXPIRES')
//   <DataTable sort={sort} columns={[{ key: 'site', order: 'SITE', ... }]} />
import { useNavigate } from '@tanstack/react-router'

export type Sort = { by: string; set: (order: string) => void }

export function useSort(by: string): Sort {
  const navigate = useNavigate()
  return { by, set: (order) => void navigate({ to: '.', search: ((previous: Record<string, unknown>) => ({ ...previous, order, after: undefined })) as never }) }
}
