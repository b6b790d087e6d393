import { describe, expect, it } from 'vitest'
import type { ItemChoice } from '../../parts/items.ts'
import { comesOut, contentProblems, missingProblem, nextLotNo } from './kitForm.ts'

const item = (id: string, scale = 0): ItemChoice => ({ id, code: id, nameZh: id, nameEn: id, unitZh: '个', unitEn: 'each', scale, spec: '', packSize: '1', packageNameZh: '', packPolicy: 'LOOSE', tracking: 'LOT', shelfLifeDays: null })

it('says what is wrong with each thing that a kit holds', () => {
  const water = item('water')
  const lines = [{ key: 1, item: water, quantity: '６' }, { key: 2, item: null, quantity: '2' }, { key: 3, item: item('kit'), quantity: '1' }, { key: 4, item: item('water'), quantity: '1' },
    { key: 5, item: item('rope'), quantity: '0.5' }, { key: 6, item: item('rice', 1), quantity: '0.5' }, { key: 7, item: null, quantity: '' }]
  expect([...contentProblems(item('kit'), lines)]).toEqual([[2, 'ITEM'], [3, 'ITSELF'], [4, 'TWICE'], [5, 'QUANTITY']])
})

it('proposes a lot number that is free', () => {
  expect(nextLotNo('2026-11-28', [])).toBe('ZZ20261128')
  expect(nextLotNo('2026-11-28', ['ZZ20261128', 'ZZ20261128-2', 'ZZ20261127'])).toBe('ZZ20261128-3')
})

describe('what comes out of kits', () => {
  const part = (id: string, lot: string, quantity: string, unpacked = '0') => ({ item: { id }, lot, quantity, unpacked, kits: '8' })
  const parts = [part('water', 'W1', '11', '6'), part('water', 'W2', '5'), part('blanket', 'B', '8', '3'), part('rice', 'R', '4', '1.5')]
  it('is their share, of the lots that expire first', () => {
    expect(comesOut(parts, '3').map(({ item: { id }, due, lots }) => [id, due, lots.map(({ part: { lot }, quantity }) => `${lot} ${quantity}`).join(' ')])).toEqual([['water', '6', 'W1 5 W2 1'], ['blanket', '3', 'B 3'], ['rice', '1.5', 'R 1.5']])
  })
  it('is at most missing as a whole', () => {
    expect(missingProblem('', 0, '3')).toBe(false)
    expect(missingProblem('０', 0, '3')).toBe(false)
    expect(missingProblem('3', 0, '3')).toBe(false)
    expect(missingProblem('4', 0, '3')).toBe(true)
    expect(missingProblem('0.5', 0, '3')).toBe(true)
    expect(missingProblem('x', 0, '3')).toBe(true)
  })
})
