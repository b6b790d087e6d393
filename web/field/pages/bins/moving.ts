// Goods that are moved from a bin to another of the same site: what was entered, and the operation that it becomes.
import type { Part } from '../../../shared/storage.ts'
import { serverNow } from '../../clock.ts'
import { draft } from '../../draft.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import type { Place } from '../../session/place.ts'
import type { BinRead } from '../../snapshot/bins.ts'

/** of: which goods of which bin, as moveKey names them; text: the quantity as typed; parts: the bins, none while none is chosen. */
export type Moving = { of: string; text: string; parts: readonly Part[]; storageOverride: string }
export type Content = BinRead['contents'][number]

export const moving = draft<Moving>('move', () => ({ of: '', text: '', parts: [], storageOverride: '' }))

/** Goods in a bin by lot and reserve, as the address names them. */
export const moveKey = ({ lot, reserve }: Pick<Content, 'lot' | 'reserve'>): string => `${lot.id}~${reserve.id}`
export const moveAddress = (code: string, content: Pick<Content, 'lot' | 'reserve'>): string => `/bins/${encodeURIComponent(code)}/${moveKey(content)}`

/** Writes the move down. Within a site no figure of it changes. */
export function recordMove(place: Place, from: { id: string; code: string }, content: Content, parts: readonly Part[], form: Moving, account: string, replaces: number | null) {
  const goods = { itemId: content.item.id, lotId: content.lot.id, reserveId: content.reserve.id, fromBinId: from.id }
  return record({
    kind: 'transferGoods', account, subject: null, effects: [],
    input: { siteId: place.id, toSiteId: place.id, occurredAt: serverNow(), storageOverride: form.storageOverride.trim() || null, lines: parts.map((part) => ({ ...goods, quantity: part.quantity, toBinId: part.bin?.id ?? null })) },
    shown: shownOf(place, parts.map((part) => ({ item: content.item, quantity: part.quantity })), `${from.code} → ${parts.flatMap((part) => part.bin?.code ?? []).join('、')}`),
    form: { page: moveAddress(from.code, content), draft: form },
  }, replaces)
}
