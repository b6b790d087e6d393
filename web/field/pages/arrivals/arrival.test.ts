import { expect, it } from 'vitest'
import type { Transfer, Waybill } from '../../snapshot/tasks.ts'
import { differenceOf, isAccounted, oneMoreGood, oneMoreReceived, partsOf, withReceived, type Arrival } from './arrival.ts'

const none: Arrival = { id: 'document_1', received: {}, differences: {}, scanned: {}, bins: {}, note: '', storageOverride: '', signedName: null }
const sent = { lineNo: 1, quantity: '48' } as Transfer['movements'][number]
const carried = { lineNo: 1, sent: '48' } as Waybill['lines'][number]
const a = { id: 'bin_1', code: 'A01' }
const b = { id: 'bin_2', code: 'A02' }

it('counts a line of a transfer in pack by pack, up to what was sent', () => {
  const one = { ...none, ...oneMoreReceived(none, sent, '24') }
  expect([one.received[1], one.scanned[1]]).toEqual(['24', '24'])
  const two = { ...one, ...oneMoreReceived(one, sent, '24') }
  expect(two.received[1]).toBe('48')
  expect(oneMoreReceived(two, sent, '1')).toBeNull()
  expect(withReceived(two, 1, '40')).toEqual({ received: { 1: '40' }, scanned: {} })
})

it('takes what is not counted of a waybill for short until it is, and asks why only then', () => {
  const one = { ...none, ...oneMoreGood(none, carried, '24') }
  expect(differenceOf(one, 1)).toEqual({ short: '24', damaged: '0', reason: null })
  expect(isAccounted(one, carried)).toBe(false)
  const two = { ...one, ...oneMoreGood(one, carried, '24') }
  expect(differenceOf(two, 1)).toEqual({ short: '0', damaged: '0', reason: null })
  expect(isAccounted(two, carried)).toBe(true)
  expect(oneMoreGood(two, carried, '1')).toBeNull()
  const broken: Arrival = { ...none, differences: { 1: { short: '24', damaged: '4', reason: 'DAMAGED' } }, scanned: { 1: '20' } }
  expect(oneMoreGood(broken, carried, '24')?.differences?.[1]).toEqual({ short: '0', damaged: '4', reason: 'DAMAGED' })
})

it('puts away what came: all of it in one bin, and parted only while the parts are what came', () => {
  expect(partsOf(none, sent)).toEqual([{ quantity: '48', bin: null }])
  expect(partsOf({ ...none, bins: { 1: [{ quantity: '48', bin: a }] }, received: { 1: '40' } }, sent)).toEqual([{ quantity: '40', bin: a }])
  const parted = [{ quantity: '40', bin: a }, { quantity: '8', bin: b }]
  expect(partsOf({ ...none, bins: { 1: parted } }, sent)).toEqual(parted)
  expect(partsOf({ ...none, bins: { 1: parted }, received: { 1: '40' } }, sent)).toEqual([{ quantity: '40', bin: null }])
})
