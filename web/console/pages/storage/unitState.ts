// What is due of a unit: the clock that runs out first, and how near it is.
import { daysBetween } from '../../../shared/format.ts'
import { shifted } from '../history/dates.ts'

export const clocks = ['labelExpiry', 'storageLife', 'certificateDue'] as const
export type Clock = (typeof clocks)[number]

type Clocked = { labelExpiresOn: string | null; storageLifeEndsOn: string | null; certificateDueOn: string | null; lot: { quality: string } }

/** Days within which a clock is about to run out. */
export const soonDays = 30

export type UnitState = { kind: 'FAILED_TEST' | 'UNCLOCKED' | 'FIT' } | { kind: 'PAST' | 'SOON'; clock: Clock; days: number }

/** A failed test stands above every clock; of two clocks on one day the first in the list is named. */
export function unitState(unit: Clocked, today: string): UnitState {
  if (unit.lot.quality === 'ON_HOLD') return { kind: 'FAILED_TEST' }
  const dates: Record<Clock, string | null> = { labelExpiry: unit.labelExpiresOn, storageLife: unit.storageLifeEndsOn, certificateDue: unit.certificateDueOn }
  let first: Clock | null = null
  for (const clock of clocks) if (dates[clock] !== null && (first === null || dates[clock]! < dates[first]!)) first = clock
  if (first === null) return { kind: 'UNCLOCKED' }
  const days = daysBetween(today, dates[first]!)
  return days < 0 ? { kind: 'PAST', clock: first, days } : days <= soonDays ? { kind: 'SOON', clock: first, days } : { kind: 'FIT' }
}

/** The last day that a filter of days asks for; below zero: what has passed. */
export const dueBy = (days: number | undefined, today: string): string | null => (days === undefined ? null : shifted(today, days))

export type MonthOf<R> = { month: string; rows: R[] }

/** Rows in order of their day as one group of what is overdue (month '') and one of each month. */
export function byMonth<R extends { dueOn: string; overdue: boolean }>(rows: readonly R[]): MonthOf<R>[] {
  const groups: MonthOf<R>[] = []
  for (const row of rows) {
    const month = row.overdue ? '' : row.dueOn.slice(0, 7)
    const known = groups.find((group) => group.month === month)
    if (known) known.rows.push(row)
    else groups.push({ month, rows: [row] })
  }
  return groups
}
