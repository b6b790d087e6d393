// The levels in which an item is counted, with the trade item numbers of each.
import { compare } from '../../../shared/decimal.ts'
import type { Gtin, Pack } from './packQueries.ts'

export type Level = { key: string; kind: 'base' | 'standard' | 'further' | 'otherLevel'; nameZh: string; nameEn: string; factor: string; pack: Pack | null; gtins: Gtin[] }

type Counted = { unitZh: string; unitEn: string; packSize: string; packageNameZh: string }

/** Smallest first. A number belongs to the level of its factor and name, else to the first of its factor; one of no level makes a row of its own. */
export function levelsOf(item: Counted, packs: readonly Pack[], gtins: readonly Gtin[]): Level[] {
  const levels: Level[] = [{ key: 'base', kind: 'base', nameZh: item.unitZh, nameEn: item.unitEn, factor: '1', pack: null, gtins: [] }]
  if (compare(item.packSize, '1') > 0) levels.push({ key: 'standard', kind: 'standard', nameZh: item.packageNameZh, nameEn: item.packageNameZh, factor: item.packSize, pack: null, gtins: [] })
  for (const pack of packs) levels.push({ key: pack.id, kind: 'further', nameZh: pack.nameZh, nameEn: pack.nameEn, factor: pack.factor, pack, gtins: [] })
  for (const gtin of gtins) {
    const same = levels.filter((level) => compare(level.factor, gtin.factor) === 0)
    const level = same.find((one) => one.nameZh === gtin.levelName) ?? same[0]
    if (level) level.gtins.push(gtin)
    else levels.push({ key: gtin.gtin, kind: 'otherLevel', nameZh: gtin.levelName, nameEn: gtin.levelName, factor: gtin.factor, pack: null, gtins: [gtin] })
  }
  return levels.sort((a, b) => compare(a.factor, b.factor))
}
