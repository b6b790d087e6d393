import { describe, expect, it } from 'vitest'
import { findItems, type Item } from './catalogue.ts'

const item = (code: string, nameZh: string, nameEn: string): Item => ({
  id: code, code, nameZh, nameEn, subcategoryZh: '', subcategoryEn: '', unitZh: '条', unitEn: 'piece', scale: 0, spec: '', packSize: '1', packageNameZh: '箱', shelfLifeDays: null, tracking: 'LOT',
})
const items = [item('XQ-FC-0029', '堵漏毯', 'Leak-sealing blanket'), item('XQ-FR-0005', '灭火毯', 'Fire blanket'), item('XQ-LR-0018', '毛毯', 'Blanket'), item('XQ-LR-0116', '应急保温毯', 'Thermal blanket')]
const found = (text: string, byServer: string[] = []) => findItems(items, text, new Set(byServer)).map((row) => row.code)

describe('finding an item', () => {
  it('puts the best match first', () => {
    expect(found('blanket')[0]).toBe('XQ-LR-0018')
    expect(found('毯')).toHaveLength(4)
  })
  it('knows codes, and their last digits', () => {
    expect(found('xq-lr-0018')).toEqual(['XQ-LR-0018'])
    expect(found('0116')).toEqual(['XQ-LR-0116'])
    expect(found('ＸＱ－ＬＲ－００１８')).toEqual(['XQ-LR-0018'])
  })
  it('adds what the server found by initials', () => expect(found('mt', ['XQ-LR-0018'])).toEqual(['XQ-LR-0018']))
  it('finds nothing for nothing', () => expect(found(' ')).toEqual([]))
})
