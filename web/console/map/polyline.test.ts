import { describe, expect, it } from 'vitest'
import { decodeLine, lineOf } from './polyline.ts'

describe('an encoded line', () => {
  it('is read as its description says', () => {
    // The example of the format's description (Google, Encoded Polyline Algorithm Format).
    expect(decodeLine('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual([[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]])
  })
  it('reaches to the ends of the earth and back', () => {
    expect(decodeLine(encode([[-180, -90], [180, 90], [0, 0]]))).toEqual([[-180, -90], [180, 90], [0, 0]])
  })
  it('comes back as it was written, whatever it is', () => {
    let seed = 7
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    for (let i = 0; i < 300; i++) {
      const line = Array.from({ length: 1 + Math.floor(random() * 30) }, () => [Math.round((random() * 360 - 180) * 1e5) / 1e5, Math.round((random() * 180 - 90) * 1e5) / 1e5] as const)
      expect(decodeLine(encode(line))).toEqual(line)
    }
  })
  it('is none where the text is cut off or of other characters', () => {
    for (const text of ['_p~iF', '_p~iF~ps|', '_p~iF ps|U', '字', '~~~~~~~~~~~~~~~~']) expect(decodeLine(text)).toBeNull()
  })
  it('is read once', () => {
    expect(lineOf('_p~iF~ps|U')).toBe(lineOf('_p~iF~ps|U'))
  })
})

/** The other way, written apart from the code under test: by big integers. */
function encode(line: readonly (readonly [number, number])[]): string {
  let text = ''
  let before = [0n, 0n]
  for (const [longitude, latitude] of line) {
    const now = [BigInt(Math.round(latitude * 1e5)), BigInt(Math.round(longitude * 1e5))]
    for (const axis of [0, 1]) {
      const step = now[axis]! - before[axis]!
      let left = step < 0n ? ~(step << 1n) : step << 1n
      for (; left >= 32n; left >>= 5n) text += String.fromCharCode(Number((left & 31n) | 32n) + 63)
      text += String.fromCharCode(Number(left) + 63)
    }
    before = now
  }
  return text
}
