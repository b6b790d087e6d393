// What a counter has typed: the figure in hand, kept over reloads, and those that are settled and go to the outbox together.
import { add, isZero } from '../../../shared/decimal.ts'
import { draft } from '../../draft.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import { baseUnits } from '../../parts/quantityText.ts'
import type { CountLine } from './kept.ts'

export type Counted = Pick<CountLine['item'], 'id' | 'code' | 'nameZh' | 'nameEn' | 'unitZh' | 'unitEn' | 'scale' | 'packSize' | 'packageNameZh' | 'tracking'>
/** What was counted of a lot at a moment, in base units. line null: goods beside the list. */
export type Figure = { line: string | null; item: Counted; lot: string | null; lotNo: string; serialNo: string; expiresOn: string | null; reserve: string | null; quantity: string; countedAt: string }
/** Where figures belong: a stocktake and a bin of it, or no bin. */
export type Spot = { count: string; number: string; site: { nameZh: string; nameEn: string }; bin: string | null; binCode: string; account: string }

/** key: the line in hand, or "new"; text as typed; sum: piles that were added up before, in base units; tallied: text was made by scans. */
export type InHand = { key: string; text: string; inPacks: boolean; sum: string; tallied?: boolean }
export type Counting = { spot: Spot | null; figures: readonly Figure[]; inHand: InHand | null }
export const counting = draft<Counting>('count', () => ({ spot: null, figures: [], inHand: null }))

/** A lot beside the list, as far as it is known. */
export type Beside = { item: (Counted & { shelfLifeDays: number | null }) | null; lot: string | null; reserve: string | null; lotNo: string; serialNo: string; digits: string; expiresOn: string | null; step: 'item' | 'lot' | 'serial' | 'expiry' | 'quantity' }
export const nothingBeside: Beside = { item: null, lot: null, reserve: null, lotNo: '', serialNo: '', digits: '', expiresOn: null, step: 'item' }
export const beside = draft<Beside>('countBeside', () => nothingBeside)

/** Figures that were refused, to be changed and sent in the place of the refused ones. */
export type Review = { spot: Spot | null; figures: readonly Figure[] }
export const review = draft<Review>('countReview', () => ({ spot: null, figures: [] }))

/** So many figures go at once: a page of lines never waits for its end. */
const most = 20

/** Keeps a figure of a spot; sends those of another spot first, and all when there are enough. */
export async function keepFigure(spot: Spot, figure: Figure): Promise<void> {
  const before = counting.get()
  if (before.spot && (before.spot.count !== spot.count || before.spot.bin !== spot.bin || before.spot.account !== spot.account)) await sendFigures()
  counting.set({ spot, figures: [...counting.get().figures, figure], inHand: null })
  if (counting.get().figures.length >= most) await sendFigures()
}

/** Hands what was counted to the outbox: when a bin is done or left, and when the app is opened anew. */
export async function sendFigures(): Promise<void> {
  const { spot, figures } = counting.get()
  if (!spot || figures.length === 0) return
  counting.set({ ...counting.get(), figures: [] })
  try {
    await recordFigures(spot, figures)
  } catch (error) {
    counting.set({ ...counting.get(), figures: [...figures, ...counting.get().figures] }) // the store of the browser failed: still here
    throw error
  }
}

export const recordFigures = (spot: Spot, figures: readonly Figure[], replaces: number | null = null) =>
  record({
    kind: 'enterStockCount', account: spot.account, subject: `count ${spot.count} ${spot.bin ?? ''}`,
    input: { countId: spot.count, entries: figures.map((figure) => entryOf(figure, spot.bin)) },
    effects: [], // the books change when the stocktake is closed
    shown: shownOf(spot.site, figures, `${spot.number} ${spot.binCode}`),
    form: { page: `/count/${spot.count}/review`, draft: { spot, figures } satisfies Review },
  }, replaces)

/** A figure as the server takes it. */
export const entryOf = (figure: Figure, bin: string | null) =>
  figure.line !== null
    ? { lineId: figure.line, quantity: figure.quantity, countedAt: figure.countedAt }
    : { itemId: figure.item.id, lotId: figure.lot, lotNo: figure.lot ? null : figure.lotNo, serialNo: figure.lot ? null : figure.serialNo || null, expiresOn: figure.lot ? null : figure.expiresOn, reserveId: figure.reserve, binId: bin, quantity: figure.quantity, countedAt: figure.countedAt }

/** What is in hand, in base units: piles added up and what is typed; null: nothing, which is not zero. */
export function totalOf(inHand: InHand, item: Pick<Counted, 'scale' | 'packSize'>): string | null {
  const text = inHand.text.replace(/\.$/, '')
  if (text === '') return isZero(inHand.sum) ? null : inHand.sum
  return add(inHand.sum, baseUnits(add('0', text), inHand.inPacks, item.packSize))
}
