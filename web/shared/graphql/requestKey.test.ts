import { expect, it } from 'vitest'
import { requestKey } from './requestKey.ts'

it('is a version 7 UUID of its time', () => {
  const now = Date.UTC(2026, 10, 24, 19, 0, 0)
  const key = requestKey(now)
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(parseInt(key.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
})

it('sorts by time and never repeats', () => {
  expect(requestKey(1_000_000_000_000) < requestKey(1_000_000_000_001)).toBe(true)
  const keys = new Set(Array.from({ length: 2_000 }, () => requestKey(5)))
  expect(keys.size).toBe(2_000)
})
