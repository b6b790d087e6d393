// Business dates as plain strings: no clock of a machine has a say in them.
import { dateOf, daysBetween } from '../../../shared/format.ts'

/** A date some days later. */
export const shifted = (date: string, days: number) => new Date(Date.parse(date + 'T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)

/** The month of a date so far, and the whole month before it. */
export const thisMonth = (today: string) => ({ from: today.slice(0, 8) + '01', to: today })
export function lastMonth(today: string) {
  const to = shifted(today.slice(0, 8) + '01', -1)
  return { from: to.slice(0, 8) + '01', to }
}

const longestPeriod = 366

/** Whether a period can be added up: forward, and not longer than a leap year. */
export const isPeriod = (from: string, to: string): boolean => from <= to && daysBetween(from, to) < longestPeriod

/** Days in a row as ranges: 2026-11-01, 02 and 05 are two. */
export function ranges(days: readonly string[]): { from: string; to: string }[] {
  const all: { from: string; to: string }[] = []
  for (const day of days) {
    const last = all.at(-1)
    if (last && shifted(last.to, 1) === day) last.to = day
    else all.push({ from: day, to: day })
  }
  return all
}

/** An instant as a local time of the district, as a field of date and time has it. */
export const localOf = (instant: Date): string => `${dateOf(instant)}T${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant)}`
