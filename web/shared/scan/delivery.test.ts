import { describe, expect, it } from 'vitest'
import type { Scanned } from './classify.ts'
import { Delivery, waits } from './delivery.ts'
import { Commits, isScanned } from './sink.ts'
import type { Taker } from './useScan.ts'

const text = (scanned: Scanned): string => (scanned.kind === 'UNKNOWN' ? scanned.text : scanned.kind)

function page() {
  const got: string[] = []
  const taker: Taker = { current: (scanned, source) => got.push(`${text(scanned)} ${source}`) }
  return { got, taker }
}

describe('who receives a scan', () => {
  it('is the page that asked last, and again the one before when that is gone', () => {
    const [below, above] = [page(), page()]
    const takers = [below.taker, above.taker]
    const delivery = new Delivery(takers)
    expect(delivery.offer('LOT-1', 'KEYS', 0)).toBe('TAKEN')
    takers.pop()
    delivery.offer('LOT-2', 'TEXT', 1000)
    expect([below.got, above.got]).toEqual([['LOT-2 TEXT'], ['LOT-1 KEYS']])
  })
  it('is the page that is being read, where the scan came before it stood', () => {
    const takers: Taker[] = []
    const delivery = new Delivery(takers)
    expect(delivery.offer('A06-04-2', 'KEYS', 0)).toBe('WAITING')
    const next = page()
    takers.push(next.taker)
    delivery.arrive(waits)
    delivery.arrive(waits)
    expect(next.got).toEqual(['A06-04-2 KEYS']) // once
  })
  it('is nobody, where no page came in time: a page that is opened later gets nothing old', () => {
    const takers: Taker[] = []
    const delivery = new Delivery(takers)
    delivery.offer('A06-04-2', 'KEYS', 0)
    expect([delivery.expire(waits - 1), delivery.expire(waits), delivery.expire(waits)]).toEqual([false, true, false])
    delivery.offer('A06-04-3', 'KEYS', 10_000)
    const late = page()
    takers.push(late.taker)
    delivery.arrive(10_001 + waits)
    expect(late.got).toEqual([])
  })
})

describe('equal codes', () => {
  const offers = (source: 'KEYS' | 'TEXT' | 'CAMERA' | 'HAND', ...at: number[]) => {
    const { got, taker } = page()
    const delivery = new Delivery([taker])
    for (const when of at) delivery.offer('LOT-1', source, when)
    return got.length
  }
  it('of one pull of a scanner are one scan; two pulls are two', () => {
    expect([offers('KEYS', 0, 299), offers('KEYS', 0, 300), offers('TEXT', 0, 100, 299)]).toEqual([1, 2, 1])
  })
  it('before the camera are one scan as long as they are in sight', () => {
    expect([offers('CAMERA', 0, 150, 300, 1400, 2500), offers('CAMERA', 0, 150, 1349), offers('CAMERA', 0, 150, 1350)]).toEqual([1, 1, 2])
  })
  it('that a person types count each time', () => expect(offers('HAND', 0, 0)).toBe(2))
  it('with another between them are three scans', () => {
    const { got, taker } = page()
    const delivery = new Delivery([taker])
    for (const [index, code] of ['LOT-1', 'LOT-2', 'LOT-1'].entries()) delivery.offer(code, 'KEYS', index * 50)
    expect(got).toHaveLength(3)
  })
})

describe('a text that an input method puts in', () => {
  it('is whole, whether it came at once, letter by letter, or as a composition', () => {
    const whole = (puts: [string, boolean][], settled?: string) => {
      const commits = new Commits()
      for (const [part, composing] of puts) commits.put(part, composing)
      if (settled !== undefined) commits.settle(settled)
      return [commits.take(), commits.take()]
    }
    expect(whole([['XQ-LR-0043\n', false]])).toEqual(['XQ-LR-0043', ''])
    expect(whole([...'LOT-7'].map((part): [string, boolean] => [part, false]))).toEqual(['LOT-7', ''])
    expect(whole([['X', true], ['XQ', true], ['XQ-LR', true]], 'XQ-LR')).toEqual(['XQ-LR', ''])
    expect(whole([['X', true], ['XQ-LR', true]])).toEqual(['XQ-LR', '']) // the composition never ended
  })
  it('is a scan in the field that is there for scans; in a figure, only what is no figure', () => {
    expect([isScanned('1200', true), isScanned('120', true), isScanned('1200', false), isScanned('12.5', false), isScanned('06901234567892', false), isScanned('LOT-7', false)]).toEqual([true, false, false, false, true, true])
  })
})
