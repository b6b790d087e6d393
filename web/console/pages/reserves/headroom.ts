// A bar of what is available against a floor: the floor stands at the middle, so that twice the floor fills the bar.
import { compare, share, subtract, times } from '../../../shared/decimal.ts'

/** How far the bar is filled, 0 to 1; the floor is at 0.5. */
export const fill = (available: string, floor: string): number => (compare(floor, '0') <= 0 ? 1 : share(compare(available, '0') < 0 ? '0' : available, times(floor, '2')))

export type Headroom = { kind: 'over' | 'under' | 'at'; quantity: string }

export function headroomOf(available: string, floor: string): Headroom {
  const order = compare(available, floor)
  return order === 0 ? { kind: 'at', quantity: '0' } : order > 0 ? { kind: 'over', quantity: subtract(available, floor) } : { kind: 'under', quantity: subtract(floor, available) }
}

/** Whole percent of a quota, rounded down, so that 99.9 % is never told as full. */
export const percentOf = (available: string, quota: string): number => Math.floor(share(available, quota) * 100 + 1e-9)
