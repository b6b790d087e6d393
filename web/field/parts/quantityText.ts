// A quantity as it is typed on the pad.
import { add, isZero, quantityProblem, times } from '../../shared/decimal.ts'
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
