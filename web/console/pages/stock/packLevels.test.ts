import { expect, it } from 'vitest'
import { levelsOf } from './packLevels.ts'

const water = { unitZh: '瓶', unitEn: 'bottle', packSize: '24', packageNameZh: '箱' }
const pallet = { id: 'pack_1', nameZh: '托盘', nameEn: 'pallet', factor: '1440.000', revision: 1 }

it('puts a trade item number to the level of its factor, and shows one of no level by itself', () => {
  const levels = levelsOf(water, [pallet], [
    { gtin: '1', factor: '1', levelName: '瓶' }, { gtin: '2', factor: '24.000', levelName: '整箱' }, { gtin: '3', factor: '1440', levelName: '托盘' }, { gtin: '4', factor: '12', levelName: '半箱' },
  ])
  expect(levels.map((level) => [level.kind, level.nameZh, level.gtins.map((one) => one.gtin)])).toEqual([['base', '瓶', ['1']], ['otherLevel', '半箱', ['4']], ['standard', '箱', ['2']], ['further', '托盘', ['3']]])
})

it('has no standard package where the package is one piece', () => expect(levelsOf({ ...water, packSize: '1.000' }, [], []).map((level) => level.kind)).toEqual(['base']))
