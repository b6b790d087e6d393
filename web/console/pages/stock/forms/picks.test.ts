import { describe, expect, it } from 'vitest'
import { previewPicks, type PickStock } from './picks.ts'

const lot = (id: string, expiresOn: string | null, available: string, custody = 'DEDICATED', owner = 'own'): PickStock => ({ lot: { id, lotNo: id, expiresOn, quality: 'GOOD' }, reserve: { id: 'r', custody, owner: { id: owner } }, available })
const own = new Set(['own'])

describe('what an issue would take', () => {
  const stock = new Map([['water', [lot('A', '2027-01-01', '10'), lot('B', '2027-02-01', '5.5'), lot('C', null, '100')]]])
  it('is first expired, first out', () => {
    expect(previewPicks([{ itemId: 'water', quantity: '12' }], stock, own)).toEqual([{ picks: [{ lotId: 'A', lotNo: 'A', expiresOn: '2027-01-01', quantity: '10' }, { lotId: 'B', lotNo: 'B', expiresOn: '2027-02-01', quantity: '2' }], missing: '0', entrusted: '0' }])
  })
  it('is taken once: a later line gets what is left', () => {
    const [first, second] = previewPicks([{ itemId: 'water', quantity: '10' }, { itemId: 'water', quantity: '6' }], stock, own)
    expect(first!.picks.map((pick) => pick.lotId)).toEqual(['A'])
    expect(second!.picks).toEqual([expect.objectContaining({ lotId: 'B', quantity: '5.5' }), expect.objectContaining({ lotId: 'C', quantity: '0.5' })])
  })
  it('is of the lot that was chosen, and tells what is missing', () => {
    expect(previewPicks([{ itemId: 'water', quantity: '7', lotId: 'B' }], stock, own)[0]).toMatchObject({ picks: [{ lotId: 'B', quantity: '5.5' }], missing: '1.5' })
  })
  it('passes over what another has entrusted, and tells it apart', () => {
    const entrusted = new Map([['rice', [lot('A', '2027-01-01', '60', 'ENTRUSTED', 'bureau'), lot('B', '2027-02-01', '5')]]])
    expect(previewPicks([{ itemId: 'rice', quantity: '8' }], entrusted, own)[0]).toMatchObject({ picks: [{ lotId: 'B', quantity: '5' }], missing: '3', entrusted: '60' })
    expect(previewPicks([{ itemId: 'rice', quantity: '8' }], entrusted, new Set(['bureau']))[0]).toMatchObject({ picks: [{ lotId: 'A', quantity: '8' }], missing: '0' })
  })
  it('skips lots with nothing available, and items not in stock', () => {
    expect(previewPicks([{ itemId: 'x', quantity: '1' }, { itemId: 'none', quantity: '1' }], new Map([['x', [lot('A', null, '0')]]]), own).map((one) => one.missing)).toEqual(['1', '1'])
  })
})
