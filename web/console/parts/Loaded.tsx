// The contents of a card that waits for one query: skeleton, error card, stale bar, or the children with the data.
//   <Loaded query={query}>{(data) => <Figures data={data} />}</Loaded>
import type { ReactNode } from 'react'
import { StaleBar, type QueryState } from './DataTable.tsx'
import { ErrorCard } from './ErrorCard.tsx'
import { Skeleton } from './Skeleton.tsx'

export function Loaded<D>({ query, lines, children }: { query: QueryState & { data: D | undefined }; lines?: number; children: (data: D) => ReactNode }) {
  if (query.data === undefined) return query.error ? <ErrorCard error={query.error} onRetry={() => query.refetch()} /> : <Skeleton {...(lines ? { lines } : {})} />
  return (
    <>
      <StaleBar query={query} />
      {children(query.data)}
    </>
  )
}
