// Exact sums of decimal strings, in thousandths: the scale of a quantity is at most three.
const thousand = 1000n

function thousandths(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(decimal)
  if (!match) throw new RangeError(`not a decimal of at most three places: ${decimal}`)
  const value = BigInt(match[2]!) * thousand + BigInt((match[3] ?? '').padEnd(3, '0'))
  return match[1] ? -value : value
}

function text(value: bigint): string {
  const sign = value < 0n ? '-' : ''
  const size = value < 0n ? -value : value
  const fraction = String(size % thousand).padStart(3, '0').replace(/0+$/, '')
  return sign + String(size / thousand) + (fraction ? '.' + fraction : '')
}

export const add = (...decimals: string[]): string => text(decimals.reduce((sum, decimal) => sum + thousandths(decimal), 0n))
export const subtract = (a: string, b: string): string => text(thousandths(a) - thousandths(b))
/** Below zero where a < b, above where a > b. */
export const compare = (a: string, b: string): number => (thousandths(a) < thousandths(b) ? -1 : thousandths(a) > thousandths(b) ? 1 : 0)
export const isZero = (decimal: string): boolean => thousandths(decimal) === 0n
/** a / b as a share between 0 and 1, for bars and percentages only. */
export const share = (a: string, b: string): number => {
  const whole = thousandths(b)
  if (whole <= 0n) return 0
  const part = Number((thousandths(a) * 10_000n) / whole) / 10_000
  return Math.min(1, Math.max(0, part))
}
/** times(12, 24) for packs times pack size; exact to three places. */
export const times = (a: string, b: string): string => text((thousandths(a) * thousandths(b)) / thousand)

/** How many times b goes into a, where nothing is left over; null: something is. */
export const whole = (a: string, b: string): string | null => (thousandths(b) > 0n && thousandths(a) % thousandths(b) === 0n ? String(thousandths(a) / thousandths(b)) : null)

/** Folds full-width digits and points that a Chinese keyboard gives, and drops blanks and separators. */
export const fold = (typed: string): string => typed.normalize('NFKC').replace(/[\s,]/g, '')

/** Why a typed quantity is none, or null: EMPTY, NUMBER (not a plain decimal), SCALE (too many places), ZERO, or LARGE. */
export function quantityProblem(typed: string, scale: number, zeroAllowed = false): 'EMPTY' | 'NUMBER' | 'SCALE' | 'ZERO' | 'LARGE' | null {
  const folded = fold(typed)
  if (folded === '') return 'EMPTY'
  const match = /^(\d+)(?:\.(\d+))?$/.exec(folded)
  if (!match) return 'NUMBER'
  if (match[1]!.replace(/^0+/, '').length > 12) return 'LARGE'
  if ((match[2] ?? '').length > scale) return 'SCALE'
  if (!zeroAllowed && /^[0.]+$/.test(folded)) return 'ZERO'
  return null
}
/** The part of a whole that falls to some of its shares: portion('30', '2', '5') is 12. Only where it comes out even at three places. */
export const portion = (whole: string, shares: string, of: string): string => text((thousandths(whole) * thousandths(shares)) / thousandths(of))
