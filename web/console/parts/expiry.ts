// How an expiry is worded: days from today in the district, both as plain dates.
import { daysBetween } from '../../shared/format.ts'

export type Expiry = { kind: 'none' } | { kind: 'expired' | 'today' | 'soon' | 'later'; days: number }

/** Days within which an expiry is soon; the workbench counts the same. */
export const soonDays = 90

/** Goods are good until the end of their expiry day. */
export function expiryOf(expiresOn: string | null | undefined, today: string): Expiry {
  if (!expiresOn) return { kind: 'none' }
  const days = daysBetween(today, expiresOn)
  if (days < 0) return { kind: 'expired', days: -days }
  if (days === 0) return { kind: 'today', days }
  return { kind: days <= soonDays ? 'soon' : 'later', days }
}
