// A quantity as it is typed on the pad.
import { add, compare, isZero, quantityProblem, times, whole } from '../../shared/decimal.ts'
import { quantity } from '../../shared/format.ts'

/** The text after a key: no second point, no more decimals than the item is counted with, no zeros in front, at most nine digits. */
export function typeKey(text: string, key: string, scale: number): string {
  if (key === '.') return scale === 0 || text.includes('.') ? text : (text || '0') + '.'
  const next = text + key
  const [whole = '', fraction] = next.split('.')
  if (whole.replace(/^0+/, '').length > 9 || (fraction?.length ?? 0) > scale) return text
  return whole.replace(/^0+(?=\d)/, '') + (fraction === undefined ? '' : '.' + fraction)
}

/** What was typed, as a decimal; null while it is none. */
export const typed = (text: string, scale: number): string | null => (quantityProblem(text.replace(/\.$/, ''), scale) ? null : add('0', text.replace(/\.$/, '')))

/** Base units of a typed quantity. */
export const baseUnits = (value: string, inPacks: boolean, packSize: string): string => (inPacks ? times(value, packSize) : value)

/** A change with its sign, with a true minus. */
export const signed = (delta: string): string => (delta.startsWith('-') ? '−' + quantity(delta.slice(1)) : isZero(delta) ? '0' : '+' + quantity(delta))

/** What is in hand and one pack more of so many base units: in packs where that comes out even, else in base units. text "" is nothing. */
export function oneMore(text: string, inPacks: boolean, factor: string, packSize: string): { text: string; inPacks: boolean } {
  const before = text.replace(/\.$/, '')
  const total = add(before === '' ? '0' : baseUnits(add('0', before), inPacks, packSize), factor)
  const packed = compare(packSize, '1') > 0 && (before === '' ? compare(factor, '1') > 0 : inPacks) ? whole(total, packSize) : null
  return packed !== null ? { text: packed, inPacks: true } : { text: total, inPacks: false }
}
