import { expect, it } from 'vitest'
import type { ItemChoice } from '../../../parts/items.ts'
import { newLine } from './lines.ts'
import { putIntoBins } from './putAway.ts'

const water: ItemChoice = { id: 'item_1', code: 'XQ-LR-0043', nameZh: '水', nameEn: 'Water', unitZh: '瓶', unitEn: 'bottle', scale: 0, spec: '', packSize: '24', packageNameZh: '箱', packPolicy: 'WHOLE_PACKS', tracking: 'LOT', shelfLifeDays: 365 }
const a = { id: 'bin_1', code: 'A01-01-1' }
const b = { id: 'bin_2', code: 'A01-01-2' }
const lines = [{ ...newLine(4, water), quantity: '5', inPacks: true, lotNo: 'L1', expiresOn: '2027-10-31' }, { ...newLine(7, water), quantity: '9', lotNo: 'L2' }]

it('puts a line into the one bin that holds it, and leaves its figure as it was typed', () => {
  expect(putIntoBins(lines, 4, [{ quantity: '120', bin: a }], '0')).toEqual([{ ...lines[0], bin: a }, lines[1]])
})

it('parts a line over several bins in base units; what fits nowhere has none', () => {
  const parted = putIntoBins(lines, 4, [{ quantity: '72', bin: a }, { quantity: '24', bin: b }], '24')
  expect(parted.map((line) => [line.key, line.quantity, line.inPacks, line.lotNo, line.expiresOn, line.bin?.code ?? null])).toEqual([
    [4, '72', false, 'L1', '2027-10-31', 'A01-01-1'], [8, '24', false, 'L1', '2027-10-31', 'A01-01-2'], [9, '24', false, 'L1', '2027-10-31', null], [7, '9', false, 'L2', '', null],
  ])
})

it('leaves the lines alone where nothing is proposed, or the line has gone', () => {
  expect(putIntoBins(lines, 4, [], '120')).toEqual(lines)
  expect(putIntoBins(lines, 5, [{ quantity: '1', bin: a }], '0')).toEqual(lines)
})
