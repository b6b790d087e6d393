import { describe, expect, it } from 'vitest'
import { isRows, parseRows, plainDate } from './pasteRows.ts'

describe('rows pasted from a spreadsheet', () => {
  it('are read with code, quantity, lot and expiry', () => {
    expect(parseRows('XQ-LR-0043\t240\tA1\t2028-11-30\r\nXQ-LR-0018\t12\tB2\t\r\n')).toEqual({
      rows: [
        { code: 'XQ-LR-0043', quantity: '240', lotNo: 'A1', expiresOn: '2028-11-30' },
        { code: 'XQ-LR-0018', quantity: '12', lotNo: 'B2', expiresOn: '' },
      ],
      problems: [],
    })
  })
  it('may have a heading, blank rows, full-width digits and separators', () => {
    expect(parseRows('编码\t数量\t批号\t有效期\n\nxq-lr-0043\t１，２００\t A 1 \t2028年11月30日\n').rows).toEqual([{ code: 'XQ-LR-0043', quantity: '1200', lotNo: 'A 1', expiresOn: '2028-11-30' }])
  })
  it('are kept where they are wrong, and say which cell', () => {
    const { rows, problems } = parseRows('XQ-1\t10\nXQ-2\tten\t\t2028-13-01\n\t5')
    expect(rows).toHaveLength(3)
    expect(problems).toEqual([{ row: 2, column: 'quantity', value: 'ten' }, { row: 2, column: 'expiresOn', value: '2028-13-01' }, { row: 3, column: 'code', value: '' }])
  })
  it('do not lose a first row whose quantity is mistyped', () => {
    expect(parseRows('XQ-1\t1O0').rows).toEqual([{ code: 'XQ-1', quantity: '1O0', lotNo: '', expiresOn: '' }])
  })
  it('are told from the text of one cell', () => {
    expect(isRows('240')).toBe(false)
    expect(isRows('XQ-1\n')).toBe(false)
    expect(isRows('XQ-1\nXQ-2')).toBe(true)
    expect(isRows('XQ-1\t5')).toBe(true)
  })
})

describe('dates as people write them', () => {
  it.each([
    ['2028-11-30', '2028-11-30'], ['2028/1/5', '2028-01-05'], ['2028.11.30', '2028-11-30'], ['20281130', '2028-11-30'], ['2028年2月', '2028-02-29'], ['2027-02', '2027-02-28'], ['２０２８－１１－３０', '2028-11-30'],
    ['2027-02-29', null], ['2028-13', null], ['30/11/2028', null], ['281130', null], ['46721', null], ['soon', null],
  ])('%s is %s', (written, date) => {
    expect(plainDate(written)).toBe(date)
  })
})
