import { describe, expect, it } from 'vitest'
import type { Gtin, Item } from '../snapshot/catalogue.ts'
import { goodsOf, withLabel } from './label.ts'

const water = { id: 'item_1', code: 'XQ-LR-0043', packSize: '24' } as Item
const gtins = [{ gtin: '06901234567892', factor: '1', levelName: '瓶', item: { id: 'item_1' } }, { gtin: '16901234567899', factor: '24', levelName: '箱', item: { id: 'item_1' } }, { gtin: '26901234567896', factor: '1440', levelName: '托', item: { id: 'item_1' } }] as Gtin[]

describe('goods of a label', () => {
  it('knows the item and the level of packing', () => {
    expect(goodsOf({ gtin: '06901234567892' }, [water], gtins)?.label.inPacks).toBe(false)
    expect(goodsOf({ gtin: '16901234567899', lot: 'A', expiresOn: '2028-11-30' }, [water], gtins)).toEqual({ item: water, label: { lotNo: 'A', serialNo: null, expiresOn: '2028-11-30', inPacks: true } })
    expect(goodsOf({ gtin: '26901234567896' }, [water], gtins)?.label.inPacks).toBeNull()
  })
  it('knows nothing of a number that is not linked, or of a label without one', () => {
    expect(goodsOf({ gtin: '00000096385074' }, [water], gtins)).toBeNull()
    expect(goodsOf({ lot: 'A' }, [water], gtins)).toBeNull()
  })
})

describe('a further label', () => {
  const known = { lotNo: '', serialNo: '', expiresOn: '2028-11-30' }
  it('erases no expiry that is known', () => expect(withLabel(known, { lotNo: 'A', serialNo: null, expiresOn: null })).toEqual({ lotNo: 'A', serialNo: '', expiresOn: '2028-11-30' }))
  it('tells what it says', () => expect(withLabel(known, { lotNo: null, serialNo: null, expiresOn: '2029-01-01' }).expiresOn).toBe('2029-01-01'))
})
