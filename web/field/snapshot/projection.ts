// The figures of the screen: what the server last said, and what this phone has not yet brought to it. Pure.
import { add, compare, subtract } from '../../shared/decimal.ts'
import { isPending, type Effect, type Operation } from '../../shared/outbox/operation.ts'
import type { KeptStock } from './database.ts'
import type { StockRow } from './stock.ts'

/** A lot as the screen shows it. row null: it comes in with an operation that the server does not have yet. */
export type LotLine = { lot: string | null; lotNo: string; serialNo: string; expiresOn: string | null; row: StockRow | null; onHand: string; available: string; pending: string }
/** pending: what of the figures the server does not have yet. */
export type ItemFigures = { at: number | null; onHand: string; available: string; reserved: string; onHold: string; expired: string; pending: string; lots: readonly LotLine[] }

/** The effects on an item at a site that the stock read at this time does not hold: not yet sent, or answered only after it was read. */
function effectsSince(operations: readonly Operation[], site: string, item: string, readAt: number): (Effect & { pending: boolean })[] {
  return operations
    .filter((operation) => isPending(operation) || (operation.state === 'DONE' && (operation.answeredAt ?? 0) > readAt))
    .flatMap((operation) => operation.effects.filter((effect) => effect.site === site && effect.item === item).map((effect) => ({ ...effect, pending: isPending(operation) })))
}

const sum = (values: readonly string[]) => add('0', ...values)

/** The figures of an item at a site, pending effects counted in. */
export function figuresOf(stock: KeptStock | undefined, operations: readonly Operation[], site: string, item: string): ItemFigures {
  const rows = stock?.rows ?? []
  const effects = effectsSince(operations, site, item, stock?.at ?? 0)
  const lots: LotLine[] = rows.map((row) => ({
    lot: row.lot.id, lotNo: row.lot.lotNo, serialNo: row.lot.serialNo, expiresOn: row.lot.expiresOn, row, onHand: row.onHand, available: row.available, pending: '0',
  }))
  for (const effect of effects) {
    let line = lots.find((lot) => (effect.lot ? lot.lot === effect.lot : lot.lotNo === effect.lotNo))
    if (!line) {
      line = { lot: effect.lot, lotNo: effect.lotNo, serialNo: '', expiresOn: effect.expiresOn, row: null, onHand: '0', available: '0', pending: '0' }
      lots.push(line)
    }
    line.onHand = add(line.onHand, effect.delta)
    line.available = add(line.available, effect.delta)
    if (effect.pending) line.pending = add(line.pending, effect.delta)
  }
  const change = sum(effects.map((effect) => effect.delta))
  const pending = sum(effects.filter((effect) => effect.pending).map((effect) => effect.delta))
  return {
    at: stock?.at ?? null,
    onHand: add(sum(rows.map((row) => row.onHand)), change),
    available: add(sum(rows.map((row) => row.available)), change),
    reserved: sum(rows.map((row) => row.reserved)),
    onHold: sum(rows.map((row) => row.onHold)),
    expired: sum(rows.map((row) => row.expired)),
    pending,
    lots: lots.filter((lot) => compare(lot.onHand, '0') !== 0 || compare(lot.pending, '0') !== 0),
  }
}

const far = '9999-12-31'

/** First expired, first out, as the server picks; lots without a date last. */
export const inExpiryOrder = (lots: readonly LotLine[]): LotLine[] => [...lots].sort((a, b) => ((a.expiresOn ?? far) < (b.expiresOn ?? far) ? -1 : (a.expiresOn ?? far) > (b.expiresOn ?? far) ? 1 : 0))

export type Pick = { line: LotLine; quantity: string }
export type Picked = { picks: readonly Pick[]; missing: string; expired: string; onHold: string; entrusted: string }

/**
 * Which lots would go for a quantity, and what is passed over and why. Goods entrusted by another than the owners given are
 * not this phone's to move.
 */
export function pickLots(figures: ItemFigures, quantity: string, owners: ReadonlySet<string>, lot: string | null = null): Picked {
  const picks: Pick[] = []
  let missing = quantity
  let entrusted = '0'
  for (const line of inExpiryOrder(figures.lots)) {
    if ((lot && line.lot !== lot) || compare(line.available, '0') <= 0) continue
    if (line.row?.reserve.custody === 'ENTRUSTED' && !owners.has(line.row.reserve.owner.id)) {
      entrusted = add(entrusted, line.available)
      continue
    }
    if (compare(missing, '0') <= 0) break
    const taken = compare(missing, line.available) < 0 ? missing : line.available
    picks.push({ line, quantity: taken })
    missing = subtract(missing, taken)
  }
  return { picks, missing, expired: figures.expired, onHold: figures.onHold, entrusted }
}
