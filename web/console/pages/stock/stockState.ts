// The state of stock, from what can be used: reserved, held and expired goods do not make a shelf full.
import { compare, isZero } from '../../../shared/decimal.ts'
import { expiryOf } from '../../parts/expiry.ts'

export type StockFigures = { available: string; onHand: string; nextExpiry: string | null }
export type StockState = 'NOTHING' | 'SOON' | 'USABLE'

export function stockState(figures: StockFigures, today: string): StockState {
  if (isZero(figures.available) || compare(figures.available, '0') < 0) return 'NOTHING'
  const { kind } = expiryOf(figures.nextExpiry, today)
  return kind === 'soon' || kind === 'today' ? 'SOON' : 'USABLE'
}
