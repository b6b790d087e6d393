// The sources of scans, put together: started once, with the first page that takes scans, and never stopped, so that a scan between
// two pages is not lost.
import { Delivery, waits } from './delivery.ts'
import { signal } from './signal.ts'
import { keepSink, listenForText } from './sink.ts'
import type { ScanSource, Taker } from './useScan.ts'
import { listenForScans } from './wedge.ts'

export type Scanner = { offer: (raw: string, source: ScanSource) => void; arrive: () => void }

function start(takers: readonly Taker[]): Scanner {
  const delivery = new Delivery(takers)
  const now = () => performance.now()
  const offer = (raw: string, source: ScanSource) => {
    if (delivery.offer(raw, source, now()) !== 'WAITING') return
    setTimeout(() => delivery.expire(now()) && signal(false), waits + 20)
  }
  listenForScans((text) => offer(text, 'KEYS'))
  listenForText((text) => offer(text, 'TEXT'))
  // A mouse is no glove: there a scanner types, and the focus stays where it is.
  const sink = window.matchMedia('(pointer: coarse)').matches ? keepSink(() => takers.length > 0) : null
  return {
    offer,
    arrive: () => {
      delivery.arrive(now())
      sink?.()
    },
  }
}

let started: Scanner | null = null
export const scannerFor = (takers: readonly Taker[]): Scanner => (started ??= start(takers))
