import { describe, expect, it } from 'vitest'
import type { Item } from '../../snapshot/catalogue.ts'
import type { LotLine } from '../../snapshot/projection.ts'
import { addLine, begun, firstOpen, labelled, lineOf, receipt, withLot } from './receipt.ts'

const water = { id: 'item_1', code: 'XQ-LR-0043', packSize: '24', scale: 0, shelfLifeDays: 365, tracking: 'LOT' } as Item
const lots = [{ lotNo: 'A', serialNo: '', expiresOn: '2028-06-30' }, { lotNo: 'N', serialNo: '', expiresOn: null }] as LotLine[]
const label = (lotNo: string | null, expiresOn: string | null) => ({ lotNo, serialNo: null, expiresOn, inPacks: true, factor: '24' })

describe('the expiry of a label', () => {
  it('is asked about where another is registered of the lot, and replaces nothing', () => {
    const line = labelled(lineOf(water), label('A', '2028-11-30'), lots)
    expect(line).toMatchObject({ lotNo: 'A', expiresOn: null, dispute: { by: 'LOT', known: '2028-06-30', label: '2028-11-30' } })
    expect(firstOpen(line)).toBe('dispute')
  })
  it('is asked about where another was typed, also when the lot number comes after it', () => {
    const typed = { ...lineOf(water), lotNo: 'B', expiresOn: '2028-01-31' }
    expect(labelled(typed, label('B', '2028-11-30'), lots)).toMatchObject({ expiresOn: null, dispute: { by: 'TYPED', known: '2028-01-31', label: '2028-11-30' } })
    expect(withLot(labelled(lineOf(water), label(null, '2028-11-30'), lots), 'A', '2028-06-30')).toMatchObject({ dispute: { by: 'LOT', known: '2028-06-30', label: '2028-11-30' } })
  })
  it('is taken where nothing else is known, where it is the same, and for another lot than before', () => {
    expect(labelled(lineOf(water), label('B', '2028-11-30'), lots)).toMatchObject({ expiresOn: '2028-11-30', dispute: null })
    expect(labelled(lineOf(water), label('A', '2028-06-30'), lots)).toMatchObject({ expiresOn: '2028-06-30', dispute: null })
    expect(labelled(lineOf(water), label('N', '2028-11-30'), lots)).toMatchObject({ expiresOn: '2028-11-30', dispute: null })
    expect(labelled({ ...lineOf(water), lotNo: 'B', expiresOn: '2028-01-31' }, label('C', '2028-11-30'), lots)).toMatchObject({ lotNo: 'C', expiresOn: '2028-11-30', dispute: null })
  })
})

describe('what a label or a lot does not say', () => {
  it('erases no expiry that was typed or scanned', () => {
    const typed = { ...lineOf(water), expiresOn: '2028-01-31', digits: '280131' }
    expect(labelled(typed, label('B', null), lots)).toMatchObject({ lotNo: 'B', expiresOn: '2028-01-31', digits: '280131' })
    expect(withLot(typed, 'B', null)).toMatchObject({ expiresOn: '2028-01-31', digits: '280131' })
  })
  it('is taken from the lot, and goes with the lot', () => {
    const line = withLot(lineOf(water), 'A', '2028-06-30')
    expect(line).toMatchObject({ expiresOn: '2028-06-30', registeredOf: 'A' })
    expect(withLot(line, 'B', null)).toMatchObject({ lotNo: 'B', expiresOn: null })
    expect(labelled(line, label('B', null), lots)).toMatchObject({ lotNo: 'B', expiresOn: null })
  })
})

describe('a line that a label begins', () => {
  it('has one pack in hand, and nothing of how it came about in the receipt', () => {
    const line = begun(water, label('B', '2028-11-30'), lots)
    expect(line).toMatchObject({ quantity: '1', inPacks: true, tallied: true })
    expect(firstOpen(line)).toBe('quantity')
    expect(Object.keys(addLine(receipt.get(), line).lines[0]!).sort()).toEqual(['expiresOn', 'inPacks', 'item', 'lotNo', 'quantity', 'serialNo'])
  })
})
