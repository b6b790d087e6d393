import { expect, it } from 'vitest'
import { expiryOf } from './expiry.ts'

it.each([
  [null, 'none', undefined], ['2026-11-24', 'expired', 1], ['2026-11-25', 'today', 0], ['2026-11-26', 'soon', 1], ['2027-02-23', 'soon', 90], ['2027-02-24', 'later', 91],
] as const)('%s is %s', (on, kind, days) => {
  const expiry = expiryOf(on, '2026-11-25')
  expect(expiry.kind).toBe(kind)
  expect('days' in expiry ? expiry.days : undefined).toBe(days)
})
