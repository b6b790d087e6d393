// A forecast as a picture: steps, a day wide each, and the days on which something changes.
import { compare, isZero } from '../../../shared/decimal.ts'

export type ForecastDay = { day: string; quantityIn: string; quantityOut: string; expired: string; usable: string }

export const changes = (day: ForecastDay): boolean => !isZero(day.quantityIn) || !isZero(day.quantityOut) || !isZero(day.expired)

export const lowest = (days: readonly ForecastDay[]): string => days.reduce((low, day) => (compare(day.usable, low) < 0 ? day.usable : low), days[0]?.usable ?? '0')
const highest = (days: readonly ForecastDay[]): string => days.reduce((high, day) => (compare(day.usable, high) > 0 ? day.usable : high), '0')

/** The first day of the stretch at the end on which nothing is usable; null: something is to the end. */
export function runsOut(days: readonly ForecastDay[]): string | null {
  let first: string | null = null
  for (const day of days) first = compare(day.usable, '0') > 0 ? null : (first ?? day.day)
  return first
}

/** A round figure at or above the highest, for the top of the picture. */
export function topOf(days: readonly ForecastDay[]): number {
  const most = Number(highest(days))
  if (most <= 0) return 1
  const step = 10 ** Math.floor(Math.log10(most))
  return [1, 2, 4, 6, 8, 10].map((times) => times * step).find((top) => top >= most)!
}

/** The path of the steps in a box of the size given, y downwards. */
export function stepsPath(days: readonly ForecastDay[], width: number, height: number): string {
  const top = topOf(days)
  const x = (i: number) => round((i / Math.max(1, days.length)) * width)
  const y = (day: ForecastDay) => round(height - (Math.max(0, Number(day.usable)) / top) * height)
  return days.map((day, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(day)}H${x(i + 1)}`).join('')
}

const round = (figure: number) => Math.round(figure * 100) / 100
