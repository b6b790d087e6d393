import { describe, expect, it } from 'vitest'
import type { Gtin, Item } from '../snapshot/catalogue.ts'
import { classify } from '../../shared/scan/classify.ts'
import { checkScan, goodsOf, lineScanned, withLabel } from './label.ts'

const water = { id: 'item_1', code: 'XQ-LR-0043', packSize: '24' } as Item
const gtins = [{ gtin: '06901234567892', factor: '1', levelName: '瓶', item: { id: 'item_1' } }, { gtin: '16901234567899', factor: '24', levelName: '箱', item: { id: 'item_1' } }, { gtin: '26901234567896', factor: '1440', levelName: '托', item: { id: 'item_1' } }] as Gtin[]

describe('goods of a label', () => {
  it('knows the item and the level of packing', () => {
    expect(goodsOf({ gtin: '06901234567892' }, [water], gtins)?.label.inPacks).toBe(false)
    expect(goodsOf({ gtin: '16901234567899', lot: 'A', expiresOn: '2028-11-30' }, [water], gtins)).toEqual({ item: water, label: { lotNo: 'A', serialNo: null, expiresOn: '2028-11-30', inPacks: true, factor: '24' } })
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

describe('a scan held against the line in hand', () => {
  const line = { item: water, lotNo: 'A', serialNo: '', expiresOn: '2028-11-30' }
  const check = (code: string, of: Parameters<typeof checkScan>[1] = line) => checkScan(classify(code, 2026), of, 'XQ-LR-0043', [...gtins, { gtin: '00000096385074', factor: '1', levelName: '条', item: { id: 'item_2' } }])
  it('fits with the goods and the lot of the line, and with what the label leaves out', () => {
    expect(check('(01)16901234567899(10)A(17)281130')).toMatchObject({ kind: 'FITS', label: { factor: '24', lotNo: 'A' }, unlinked: null })
    expect(check('(01)16901234567899')).toMatchObject({ kind: 'FITS', label: { lotNo: null, expiresOn: null } })
    expect(check('(01)16901234567899(10)B', { item: water })).toMatchObject({ kind: 'FITS', label: { lotNo: 'B' } })
  })
  it('does not fit with other goods, another lot, serial number or date', () => {
    expect(check('96385074')).toEqual({ kind: 'OTHER_ITEM', item: 'item_2', label: '00000096385074' })
    expect(check('XQ-LR-0018')).toEqual({ kind: 'OTHER_ITEM', item: 'XQ-LR-0018', label: 'XQ-LR-0018' })
    expect(check('(01)16901234567899(10)B')).toEqual({ kind: 'OTHER_LOT', expected: 'A', got: 'B' })
    expect(check('(01)06901234567892(21)S2', { item: water, serialNo: 'S1' })).toEqual({ kind: 'OTHER_SERIAL', expected: 'S1', got: 'S2' })
    expect(check('(01)16901234567899(10)A(17)290131')).toEqual({ kind: 'OTHER_EXPIRY', expected: '2028-11-30', got: '2029-01-31' })
  })
  it('tells labels that nobody linked, codes of the item, and plain texts', () => {
    expect(check('(01)00012345678905(10)A')).toMatchObject({ kind: 'FITS', unlinked: '00012345678905', label: { lotNo: 'A', factor: null } })
    expect(check('XQ-LR-0043')).toEqual({ kind: 'ITEM_CODE' })
    expect(check('LOT-7')).toEqual({ kind: 'TEXT', text: 'LOT-7' })
    expect(check('https://wz.xq/b/a03-02-1')).toEqual({ kind: 'TEXT', text: 'A03-02-1' })
  })
})

describe('a scan held against the lines of a document', () => {
  const blanket = { id: 'item_2', code: 'XQ-LR-0018', packSize: '20' } as Item
  const all = [...gtins, { gtin: '00000096385074', factor: '1', levelName: '条', item: { id: 'item_2' } }] as Gtin[]
  const lines = [
    { of: 1, item: water, lotNo: 'A', serialNo: null, expiresOn: '2028-11-30', done: true }, { of: 2, item: water, lotNo: 'A', serialNo: null, expiresOn: '2028-11-30' },
    { of: 3, item: water, lotNo: 'B', serialNo: null, expiresOn: '2029-01-31' }, { of: 4, item: blanket, lotNo: 'C', serialNo: null, expiresOn: null },
  ]
  const find = (code: string) => lineScanned(classify(code, 2026), lines, all)
  const of = (code: string) => {
    const found = find(code)
    return 'line' in found ? found.line.of : found.refused.kind
  }
  it('finds the line of its goods and lot; of equal ones, that which is not done', () => {
    expect(of('(01)16901234567899(10)A')).toBe(2)
    expect(of('(01)16901234567899(10)B(17)290131')).toBe(3)
    expect(of('96385074')).toBe(4)
    expect(of('XQ-LR-0018')).toBe(4)
    expect(of('b')).toBe(3)
  })
  it('finds none for another lot, date or goods, and a number nobody linked only by its lot', () => {
    expect(of('(01)16901234567899(10)X')).toBe('OTHER_LOT')
    expect(find('(01)16901234567899(10)X')).toMatchObject({ among: lines.slice(0, 3) })
    expect(of('(01)16901234567899(10)B(17)280131')).toBe('OTHER_LOT') // of A it is another lot, and of B another date
    expect(lineScanned(classify('XQ-LR-0099', 2026), lines, all)).toMatchObject({ refused: { kind: 'OTHER_ITEM' }, among: [] })
    expect(of('NOTHING')).toBe('TEXT')
    expect(of('(01)00012345678905')).toBe('FITS') // and yet no line
    expect('line' in find('(01)00012345678905')).toBe(false)
    expect(of('(01)00012345678905(10)C')).toBe(4)
  })
})
