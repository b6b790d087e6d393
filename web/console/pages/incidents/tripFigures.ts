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

/** The stops that are reached after their mark, with the milliseconds. */
export const lateStops = <S extends { arriveAt: string; dueAt: string | null }>(stops: readonly S[]): { stop: S; byMs: number }[] =>
  stops.flatMap((stop) => {
    const margin = marginOf(stop)
    return margin !== null && margin < 0 ? [{ stop, byMs: -margin }] : []
  })

type Load = { readonly quantity: string; readonly item: { readonly weightKg: string; readonly volumeM3: string } }
export type OnBoard = { readonly seq: number; readonly kg: number; readonly m3: number }

/** What is on the vehicle as it leaves each stop, for bars and rounded figures: a trip may load and unload several times. */
export function onBoard(stops: readonly { readonly seq: number; readonly pickups: readonly Load[]; readonly deliveries: readonly Load[] }[]): OnBoard[] {
  let [kg, m3] = [0, 0]
  return stops.map((stop) => {
    for (const [loads, sign] of [[stop.pickups, 1], [stop.deliveries, -1]] as const)
      for (const load of loads) {
        kg += sign * Number(load.quantity) * Number(load.item.weightKg)
        m3 += sign * Number(load.quantity) * Number(load.item.volumeM3)
      }
    return { seq: stop.seq, kg: Math.max(0, Math.round(kg * 10) / 10), m3: Math.max(0, Math.round(m3 * 100) / 100) }
  })
}

const order: Readonly<Record<string, number>> = { PLANNED: 0, DISPATCHED: 1, ARRIVED: 2, CANCELLED: 3 }

/** What waits for somebody first. */
export const byState = <T extends { state: string; number: string }>(trips: readonly T[]): T[] =>
  [...trips].sort((a, b) => (order[a.state] ?? 9) - (order[b.state] ?? 9) || (a.number < b.number ? -1 : 1))

/** Whether a load is above what a vehicle takes; thousandths are enough. */
export const isOver = (load: string, capacity: string): boolean => compare(cut(load), cut(capacity)) > 0

const cut = (decimal: string) => decimal.replace(/(\.\d{3})\d+$/, '$1')
