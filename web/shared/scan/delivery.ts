// Which scan goes to whom, by the contract of useScan. Pure but for what it remembers.
import { classify } from './classify.ts'
import type { ScanSource, Taker } from './useScan.ts'

/** So long a scan waits for a page that is being read, in milliseconds. */
export const waits = 3000
/** So long an equal code is the same scan. CAMERA: since it was last seen; else: since it was taken. */
export const sameWithin: Record<ScanSource, number> = { KEYS: 300, TEXT: 300, CAMERA: 1200, HAND: 0 }

/** SAME: the scan before, once more; WAITING: for a page. */
export type Offered = 'TAKEN' | 'SAME' | 'WAITING'

export class Delivery {
  private last = { raw: '', at: -Infinity }
  private held: { raw: string; source: ScanSource; at: number } | null = null

  constructor(private readonly takers: readonly Taker[]) {}

  offer(raw: string, source: ScanSource, at: number): Offered {
    const same = raw === this.last.raw && at - this.last.at < sameWithin[source]
    if (!same || source === 'CAMERA') this.last = { raw, at }
    if (same) return 'SAME'
    if (this.give(raw, source)) return 'TAKEN'
    this.held = { raw, source, at }
    return 'WAITING'
  }

  /** A page asks for scans: it gets the one that waits, where that is not too old. */
  arrive(at: number): void {
    const held = this.held
    if (!held) return
    if (at - held.at > waits) this.held = null
    else if (this.give(held.raw, held.source)) this.held = null
  }

  /** Drops a scan that has waited in vain; true: there was one. */
  expire(at: number): boolean {
    if (!this.held || at - this.held.at < waits) return false
    this.held = null
    return true
  }

  private give(raw: string, source: ScanSource): boolean {
    const accept = this.takers.at(-1)?.current
    if (!accept) return false
    accept(classify(raw), source)
    return true
  }
}
