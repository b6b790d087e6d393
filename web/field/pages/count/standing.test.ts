import { describe, expect, it } from 'vitest'
import type { Operation, OperationState } from '../../../shared/outbox/operation.ts'
import { entryOf, totalOf, type Counting, type Figure, type Spot } from './draft.ts'
import type { CountLine, CountRead } from './kept.ts'
import { classify } from '../../../shared/scan/classify.ts'
import type { Gtin } from '../../snapshot/catalogue.ts'
import { binBy, lineBy, lineOfScan, nextOpen, placesOf } from './standing.ts'

const item = (id: string) => ({ id, code: `XQ-LR-${id}`, nameZh: '毛毯', nameEn: 'Blanket', unitZh: '条', unitEn: 'piece', scale: 0, spec: '', packSize: '20', packageNameZh: '箱', tracking: 'LOT' as const })
const line = (id: string, lotNo: string, bin: string | null, progress: CountLine['progress'] = 'UNCOUNTED', mine: string | null = null): CountLine => ({
  id, lineNo: Number(id), progress, mine, onHand: null, bin: bin === null ? null : { id: bin, code: bin.toUpperCase() }, item: item('0018'),
  lot: { id: `lot_${lotNo}`, lotNo, serialNo: '', expiresOn: null }, reserve: { id: 'reserve_1', custody: 'DEDICATED', owner: { nameZh: '', nameEn: '' } },
})
const count = (...lines: CountLine[]): CountRead => ({ id: 'count_1', number: 'PJ-1', state: 'OPEN', blind: true, counters: 1, note: '', site: { id: 'site_1', nameZh: '', nameEn: '' }, lines, bins: [{ id: 'a1', code: 'A1' }, { id: 'a2', code: 'A2' }] })
const spot = (bin: string | null, of = 'count_1'): Spot => ({ count: of, number: 'PJ-1', site: { nameZh: '', nameEn: '' }, bin, binCode: '', account: 'keeper' })
const figure = (of: string | null, quantity: string, lotNo = 'A'): Figure => ({ line: of, item: item('0018'), lot: null, lotNo, serialNo: '', expiresOn: null, reserve: null, quantity, countedAt: '2026-11-28T02:00:00.000Z' })
const readAt = 1000
const sent = (state: OperationState, answeredAt: number | null, of: Spot, ...figures: Figure[]): Operation => ({
  seq: 1, order: 1, key: 'key', kind: 'enterStockCount', input: {}, account: 'keeper', subject: null, occurredAt: '', effects: [], shown: { place: null, about: '', lines: [] }, form: { page: '', draft: { spot: of, figures } },
  state, attempts: 0, attemptedAt: null, answeredAt, refusals: [], answer: null, voidReason: '',
})
const empty: Counting = { spot: null, figures: [], inHand: null }

describe('how far a stocktake is on this phone', () => {
  const read = count(line('1', 'A', null), line('2', 'B', 'a1'), line('3', 'C', 'a1', 'COUNTED'), line('4', 'D', 'a1', 'WAITING', '7'), line('5', 'E', 'a1', 'WAITING'))
  it('walks what lies in no bin, then bin by bin, and waits for what this person has not counted', () => {
    expect(placesOf(read, [], empty, readAt).map((place) => [place.bin, place.lines.map((row) => row.open), place.left])).toEqual([[null, [true], 1], ['a1', [true, false, false, true], 2]])
  })
  it('knows what was counted here and is not there yet: in the form, waiting, or answered since; not what was refused or was read', () => {
    const mine = (operations: Operation[], form = empty) => placesOf(read, operations, form, readAt)[1]!.lines[0]!.mine
    expect(mine([sent('QUEUED', null, spot('a1'), figure('2', '9'))])).toBe('9')
    expect(mine([sent('DONE', 2000, spot('a1'), figure('2', '9'))])).toBe('9')
    expect(mine([sent('DONE', 500, spot('a1'), figure('2', '9'))])).toBeNull()
    expect(mine([sent('REJECTED', 2000, spot('a1'), figure('2', '9'))])).toBeNull()
    expect(mine([sent('QUEUED', null, spot('a1', 'count_2'), figure('2', '9'))])).toBeNull()
    expect(mine([sent('QUEUED', null, spot('a1'), figure('2', '9'))], { spot: spot('a1'), figures: [figure('2', '0')], inHand: null })).toBe('0')
  })
  it('shows what was found beside the list, also in a bin that is not on it, and once it is on the list as its line', () => {
    const places = placesOf(read, [sent('QUEUED', null, spot('a2'), figure(null, '3', 'X')), sent('QUEUED', null, spot('a1'), figure(null, '5', 'B'))], empty, readAt)
    expect(places.map((place) => [place.code, place.extra.map((found) => found.lotNo)])).toEqual([['', []], ['A1', []], ['A2', ['X']]])
    expect(places[1]!.lines[0]!.mine).toBe('5')
  })
  it('goes on to the next that waits, and from the last to what was skipped', () => {
    const lines = placesOf(read, [], empty, readAt)[1]!.lines
    expect([nextOpen(lines, null)?.line.id, nextOpen(lines, '2')?.line.id, nextOpen(lines, '5')?.line.id]).toEqual(['2', '5', '2'])
    expect(nextOpen(lines.filter((row) => row.line.id === '2'), '2')).toBeUndefined()
  })
  it('finds bins and lots by what is scanned', () => {
    expect(binBy(read.bins, 'HTTPS://WZ.XQ/B/A2')?.id).toBe('a2')
    expect(binBy(read.bins, 'A')).toBeUndefined()
    const lines = placesOf(read, [], empty, readAt)[1]!.lines
    expect(lineBy(lines, 'c')?.line.id).toBe('3')
    expect(lineBy(lines, 'XQ-LR-0018')).toBeUndefined() // four lots of it lie here
  })
  it('finds no lot of other goods by a label that says which goods it is on', () => {
    const lines = placesOf(read, [], empty, readAt)[1]!.lines
    const gtins = [{ gtin: '06901234567892', factor: '1', levelName: '条', item: { id: '0018' } }, { gtin: '00000096385074', factor: '1', levelName: '瓶', item: { id: '0043' } }] as Gtin[]
    const found = (code: string) => lineOfScan(lines, classify(code, 2026), gtins)?.line.id
    expect([found('(01)06901234567892(10)C'), found('(01)00000096385074(10)C'), found('(01)06901234567892'), found('(10)C'), found('C')]).toEqual(['3', undefined, undefined, '3', '3'])
  })
})

describe('a figure', () => {
  it('is none while nothing is typed, and zero when zero is', () => {
    const total = (text: string, inPacks = false, sum = '0') => totalOf({ key: '', text, inPacks, sum }, item('1'))
    expect([total(''), total('0'), total('12'), total('3', true), total('3', true, '8'), total('', false, '8')]).toEqual([null, '0', '12', '60', '68', '8'])
  })
  it('goes to its line; beside the list, to the bin, by the lot where it is known', () => {
    expect(entryOf(figure('2', '0'), 'a1')).toEqual({ lineId: '2', quantity: '0', countedAt: '2026-11-28T02:00:00.000Z' })
    expect(entryOf(figure(null, '4', 'X'), 'a1')).toMatchObject({ itemId: '0018', lotId: null, lotNo: 'X', binId: 'a1', quantity: '4' })
    expect(entryOf({ ...figure(null, '4', 'X'), lot: 'lot_9', reserve: 'reserve_2' }, null)).toMatchObject({ lotId: 'lot_9', lotNo: null, reserveId: 'reserve_2', binId: null })
  })
})
