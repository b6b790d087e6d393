import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useViewer } from '../../../useSession.ts'
import { askBalances, type BalanceRow } from '../stockQueries.ts'
import { baseQuantity, type Line } from './lines.ts'
import { previewPicks, type PickPreview } from './picks.ts'

/** The lots at the sending site of every item of the lines, and what each line would take of them. */
export function usePicks(siteId: string | undefined, lines: readonly Line[]) {
  const viewer = useViewer()
  const itemIds = [...new Set(lines.flatMap((line) => (line.item ? [line.item.id] : [])))]
  const queries = useQueries({
    queries: itemIds.map((itemId) => ({ queryKey: ['balances', { siteId, itemId, first: 250 }], queryFn: () => askBalances({ siteId, itemId, first: 250 }), enabled: siteId !== undefined })),
  })
  const stock = useMemo(() => new Map<string, BalanceRow[]>(itemIds.flatMap((id, index) => {
    const rows = queries[index]?.data?.nodes
    return rows ? [[id, rows] as const] : []
  })), [itemIds.join(), queries])
  const previews = useMemo(() => {
    const own = new Set(viewer.posts.map((post) => post.organisation.id))
    const ready = lines.flatMap((line) => {
      const quantity = baseQuantity(line)
      return quantity && line.item && stock.has(line.item.id) ? [{ key: line.key, itemId: line.item.id, quantity, lotId: line.lotId ?? undefined }] : []
    })
    const picked = previewPicks(ready, stock, own)
    return new Map<number, PickPreview>(ready.map(({ key }, index) => [key, picked[index]!]))
  }, [lines, stock, viewer])
  return { stock, previews, failed: queries.some((query) => query.error) }
}
