import { describe, expect, it } from 'vitest'
import type { Effect, Operation, OperationState } from '../../shared/outbox/operation.ts'
import type { KeptStock } from './database.ts'
import { figuresOf, pickLots } from './projection.ts'

const readAt = 1000
const row = (lot: string, expiresOn: string | null, onHand: string, available = onHand, custody: 'DEDICATED' | 'ENTRUSTED' = 'DEDICATED') => ({
  item: { id: 'item_1' }, lot: { id: lot, lotNo: lot.toUpperCase(), serialNo: '', expiresOn, quality: 'GOOD' as const }, reserve: { id: 'reserve_1', custody, owner: { id: 'organisation_1', nameZh: '', nameEn: '' } },
  onHand, available, reserved: '0', onHold: '0', expired: '0',
})
const stock = (...rows: ReturnType<typeof row>[]): KeptStock => ({ site: 'site_1', item: 'item_1', at: readAt, rows })
const operation = (state: OperationState, answeredAt: number | null, ...effects: Partial<Effect>[]): Operation => ({
  seq: 1, order: 1, key: 'key', kind: 'issueGoods', input: {}, account: 'keeper', subject: null, occurredAt: '', shown: { place: null, about: '', lines: [] }, form: null,
  state, attempts: 0, attemptedAt: null, answeredAt, refusals: [], answer: null, voidReason: '',
  effects: effects.map((effect) => ({ site: 'site_1', item: 'item_1', lot: 'a', lotNo: 'A', expiresOn: null, delta: '-30', ...effect })),
})
const none = new Set<string>()

describe('figures on the screen', () => {
  it('are those of the server less what is pending', () => {
    const figures = figuresOf(stock(row('a', '2027-01-01', '100'), row('b', '2028-01-01', '50')), [operation('QUEUED', null, {})], 'site_1', 'item_1')
    expect(figures).toMatchObject({ onHand: '120', available: '120', pending: '-30', at: readAt })
    expect(figures.lots.map((lot) => [lot.lot, lot.onHand, lot.pending])).toEqual([['a', '70', '-30'], ['b', '50', '0']])
  })
  it('hold what was answered after they were read, without calling it pending', () => {
    expect(figuresOf(stock(row('a', null, '100')), [operation('DONE', readAt + 1, {})], 'site_1', 'item_1')).toMatchObject({ onHand: '70', pending: '0' })
  })
  it('do not count twice what the server already counted', () => {
    expect(figuresOf(stock(row('a', null, '70')), [operation('DONE', readAt - 1, {})], 'site_1', 'item_1')).toMatchObject({ onHand: '70' })
  })
  it('leave out what was refused, given up, or is about another site or item', () => {
    const operations = [operation('REJECTED', readAt + 1, {}), operation('VOID', null, {}), operation('QUEUED', null, { site: 'site_2' }), operation('QUEUED', null, { item: 'item_2' })]
    expect(figuresOf(stock(row('a', null, '100')), operations, 'site_1', 'item_1').onHand).toBe('100')
  })
  it('show a lot that comes in, and let it go out again', () => {
    const figures = figuresOf(undefined, [operation('QUEUED', null, { lot: null, lotNo: 'NEW', expiresOn: '2028-11-30', delta: '4800' })], 'site_1', 'item_1')
    expect(figures).toMatchObject({ onHand: '4800', pending: '4800', at: null })
    expect(pickLots(figures, '30', none).picks.map((pick) => [pick.line.lotNo, pick.quantity])).toEqual([['NEW', '30']])
  })
})

describe('picking', () => {
  const lots = figuresOf(stock(row('c', null, '10'), row('b', '2028-01-01', '10'), row('a', '2027-01-01', '10', '4')), [], 'site_1', 'item_1')
  it('takes the first to expire first, only what is available, lots without a date last', () => {
    expect(pickLots(lots, '20', none).picks.map((pick) => [pick.line.lot, pick.quantity])).toEqual([['a', '4'], ['b', '10'], ['c', '6']])
  })
  it('says what is missing', () => expect(pickLots(lots, '30', none).missing).toBe('6'))
  it('takes only the lot that was chosen', () => expect(pickLots(lots, '12', none, 'b')).toMatchObject({ missing: '2', picks: [{ quantity: '10' }] }))
  it('leaves what others entrusted, unless they are the owner', () => {
    const entrusted = figuresOf(stock(row('a', '2027-01-01', '10', '10', 'ENTRUSTED'), row('b', '2028-01-01', '10')), [], 'site_1', 'item_1')
    expect(pickLots(entrusted, '5', none)).toMatchObject({ entrusted: '10', picks: [{ line: { lot: 'b' } }] })
    expect(pickLots(entrusted, '5', new Set(['organisation_1']))).toMatchObject({ entrusted: '0', picks: [{ line: { lot: 'a' } }] })
  })
})
