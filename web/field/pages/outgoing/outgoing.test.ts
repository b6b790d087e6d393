import { describe, expect, it } from 'vitest'
import type { Item } from '../../snapshot/catalogue.ts'
import type { LotLine } from '../../snapshot/projection.ts'
import { labelled, lotToGo } from './outgoing.ts'

const water = { id: 'item_1', code: 'XQ-LR-0043', packSize: '24', scale: 0, tracking: 'LOT' } as Item
const lot = (lotNo: string, available: string, part: Partial<Record<'expired' | 'onHold' | 'reserved', string>> = {}, reserve = '1') =>
  ({ lot: `lot_${lotNo}`, lotNo, serialNo: '', expiresOn: '2026-01-31', available, row: { reserve: { id: reserve }, expired: '0', onHold: '0', reserved: '0', ...part } }) as unknown as LotLine
const lots = [lot('A', '48'), lot('OLD', '0', { expired: '24' }), lot('HELD', '0', { onHold: '24' }), lot('TAKEN', '0', { reserved: '24' }), lot('TWO', '24'), lot('TWO', '24', {}, '2')]
const label = (lotNo: string | null, factor: string | null = '24') => ({ lotNo, serialNo: null, expiresOn: null, inPacks: null, factor })

describe('goods that a label names', () => {
  it('go where they may, and else it is said why not', () => {
    const why = (no: string) => {
      const going = lotToGo(water, no, lots)
      return 'lot' in going ? going.lot.id : going.refused.why
    }
    expect(['A', 'OLD', 'HELD', 'TAKEN', 'TWO', 'X'].map(why)).toEqual(['lot_A', 'EXPIRED', 'ON_HOLD', 'RESERVED', 'SEVERAL', 'ABSENT'])
  })
  it('begin a line with one pack, of their lot', () => {
    expect(labelled(water, label('A'), lots)).toMatchObject({ quantity: '1', inPacks: true, tallied: true, lot: { lotNo: 'A' } })
    expect(labelled(water, label('OLD'), lots)).toMatchObject({ lot: null, refused: { no: 'OLD', why: 'EXPIRED', expiresOn: '2026-01-31' } })
    expect(labelled(water, label(null, null), lots)).toMatchObject({ quantity: '', lot: null })
  })
})
