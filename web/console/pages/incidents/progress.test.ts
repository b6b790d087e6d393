import { describe, expect, it } from 'vitest'
import { groupProgress, isIn, rowsMet, shortOf, totalsOf, type ProgressRow } from './progress.ts'

const row = (site: string, item: string, asked: string, allotted: string, arrived = '0', lost = '0', late = '0'): ProgressRow => ({
  site: { id: site, nameZh: site, nameEn: site }, item: { id: item, code: item, nameZh: item, nameEn: item, unitZh: '', unitEn: '' },
  asked, allotted, sent: allotted, arrived, lost, late,
})
const rows = [row('a', 'water', '7200', '7200', '7199', '1'), row('b', 'water', '1200.5', '1000'), row('a', 'tent', '0.3', '0.3', '0.3')]

describe('progress', () => {
  it('is summed exactly, without floating point', () => {
    expect(totalsOf([row('a', 'x', '0.1', '0.1'), row('b', 'x', '0.2', '0')])).toMatchObject({ asked: '0.3', allotted: '0.1' })
    expect(totalsOf([]).asked).toBe('0')
  })
  it('is gathered by item and by place in the order of the rows', () => {
    expect(groupProgress(rows, 'item').map((group) => [group.id, group.rows.length, group.totals.asked])).toEqual([['water', 2, '8400.5'], ['tent', 1, '0.3']])
    expect(groupProgress(rows, 'site').map((group) => group.id)).toEqual(['a', 'b'])
  })
  it('names what is short, and never less than nothing', () => {
    expect(rows.map(shortOf)).toEqual(['0', '200.5', '0'])
    expect(shortOf(row('a', 'x', '5', '6'))).toBe('0')
  })
  it('is filtered by what is the matter', () => {
    const which = (state: Parameters<typeof isIn>[1]) => rows.map((one) => isIn(one, state))
    expect(which('short')).toEqual([false, true, false])
    expect(which('waiting')).toEqual([true, true, false])
    expect(which('lost')).toEqual([true, false, false])
    expect(which('late')).toEqual([false, false, false])
    expect(rowsMet(rows)).toEqual({ met: 1, allotted: 2, all: 3 })
  })
})
