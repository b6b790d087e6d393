// The server's clock as far as this phone knows it: its own clock plus the difference seen when they last met.
import { dateOf } from '../shared/format.ts'

const storageKey = 'changping.clockOffset'
let offset = Number(globalThis.localStorage?.getItem(storageKey) ?? 0) || 0

/** Learns the difference from an answer that gave the server's time, asked and answered at these times of the phone. */
export function meet(serverNow: string, askedAt: number, answeredAt: number): void {
  offset = Math.round(Date.parse(serverNow) - (askedAt + answeredAt) / 2)
  globalThis.localStorage?.setItem(storageKey, String(offset))
}

export const serverNow = (): string => new Date(Date.now() + offset).toISOString()

/** The business date now, in Asia/Shanghai. */
export const today = (): string => dateOf(serverNow())
