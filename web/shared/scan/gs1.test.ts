import { describe, expect, it } from 'vitest'
import shared from '../../../inventory/gs1/testdata/vectors.json'
import { classify } from './classify.ts'
import { parseGs1 } from './gs1.ts'

type Vector = { name: string; code: string; error?: string; reading?: object }

describe('GS1, by the vectors of the server', () => {
  for (const { name, code, error, reading } of shared.vectors as Vector[]) {
    it(name, () => expect(parseGs1(code, shared.currentYear)).toEqual(error ? { fault: error } : { reading }))
  }
  it('reads all of them', () => expect(shared.vectors.length).toBeGreaterThan(25))
})

describe('classify with GS1', () => {
  it('tells trade items with what their label says', () => {
    expect(classify(']d201069012345678921026A\u001d17281130')).toEqual({ kind: 'GS1', reading: { gtin: '06901234567892', lot: '26A', expiresOn: '2028-11-30' } })
    expect(classify('6901234567892\r\n')).toEqual({ kind: 'GS1', reading: { gtin: '06901234567892' } })
  })
  it('says why a label cannot be read, rather than guess', () => {
    expect(classify(']C1010690123456789317281131')).toEqual({ kind: 'UNREADABLE', fault: 'GS1_CHECK_DIGIT' })
  })
  it('takes a lot number for a lot number, even one of digits', () => {
    expect(classify('L000123')).toEqual({ kind: 'UNKNOWN', text: 'L000123' })
    expect(classify('20261124')).toEqual({ kind: 'UNKNOWN', text: '20261124' })
  })
})
