// Figures of a trip for its card: how full it is, and how far each stop lies before its mark.
import { compare } from '../../../shared/decimal.ts'

/** a / b for a bar; weights and volumes are texts of decimals with up to six places. */
export function fullness(load: string, capacity: string): number {
  const whole = Number(capacity)
  return whole > 0 ? Math.min(1, Number(load) / whole) : 0
}

/** To at most one decimal, never rounding a full vehicle over its limit. */
export const short = (decimal: string): string => {
  const [whole, fraction = ''] = decimal.split('.')
  const one = fraction.slice(0, 1)
  return one && one !== '0' ? `${whole}.${one}` : whole!
}

/** Milliseconds that a stop lies before its mark; below zero: after it. null: no mark. */
export const marginOf = (stop: { arriveAt: string; dueAt: string | null }): number | null => (stop.dueAt === null ? null : Date.parse(stop.dueAt) - Date.parse(stop.arriveAt))

const order: Readonly<Record<string, number>> = { PLANNED: 0, DISPATCHED: 1, ARRIVED: 2, CANCELLED: 3 }

/** What waits for somebody first. */
export const byState = <T extends { state: string; number: string }>(trips: readonly T[]): T[] =>
  [...trips].sort((a, b) => (order[a.state] ?? 9) - (order[b.state] ?? 9) || (a.number < b.number ? -1 : 1))

/** Whether a load is above what a vehicle takes; thousandths are enough. */
export const isOver = (load: string, capacity: string): boolean => compare(cut(load), cut(capacity)) > 0

const cut = (decimal: string) => decimal.replace(/(\.\d{3})\d+$/, '$1')
