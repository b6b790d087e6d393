import { expect, it } from 'vitest'
import { arrivalLines, faultOf, noDifference, receivedOf } from './arrival.ts'

const line = { lineNo: 3, sent: '720', item: { scale: 0 } }

it('received, short and damaged add up to what was sent', () => {
  const difference = { ...noDifference, short: '1', damaged: '２', reason: 'LOST_ON_WAY' as const }
  expect(receivedOf(line, difference)).toBe('717')
  expect(arrivalLines([line, { ...line, lineNo: 4 }], { 3: difference })).toEqual([{ lineNo: 3, received: '717', short: '1', damaged: '2', reason: 'LOST_ON_WAY' }])
})

it('what is wrong is said: no number, too many places, more than was sent, no reason, no difference', () => {
  expect(faultOf(line, { ...noDifference, short: 'one' })).toBe('NUMBER')
  expect(faultOf(line, { ...noDifference, short: '0.5' })).toBe('SCALE')
  expect(faultOf(line, { ...noDifference, short: '700', damaged: '21' })).toBe('MORE')
  expect(receivedOf(line, { ...noDifference, short: '721' })).toBeNull()
  expect(faultOf(line, { ...noDifference, short: '1' })).toBe('REASON')
  expect(faultOf(line, noDifference)).toBe('NOTHING')
  expect(faultOf(line, { ...noDifference, short: '1', reason: 'WET' })).toBeNull()
})
