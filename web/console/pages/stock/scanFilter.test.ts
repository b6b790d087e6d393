import { expect, it } from 'vitest'
import { classify } from '../../../shared/scan/classify.ts'
import { chooseBin, planScan } from './scanFilter.ts'

const plan = (text: string, byHand = false) => planScan(classify(text, 2026), byHand)

it('shows an item by its code', () => expect(plan('xq-lr-0043', true)).toEqual({ show: { item: 'XQ-LR-0043' } }))

it('looks up the trade item number of a label, and takes its lot, or its unit', () => {
  expect(plan('(01)06901234567892(17)281130(10)L-1', true)).toEqual({ gtin: '06901234567892', lot: 'L-1' })
  expect(plan(']C10106901234567892' + '10L-1\u001d21S9')).toEqual({ gtin: '06901234567892', lot: 'S9' })
  expect(plan('6901234567892', true)).toEqual({ gtin: '06901234567892' })
})

it('shows a lot by the number that a scanner reads; typed, the same text is words to be searched for', () => {
  expect(plan('批-7')).toEqual({ show: { lot: '批-7' } })
  expect(plan('WATER', true)).toEqual({ nothing: true })
  expect(plan('棉被', true)).toEqual({ nothing: true })
  expect(plan('(10)L000190', true)).toEqual({ show: { lot: 'L000190' } })
})

it('opens a document or a bin, and says why a label cannot be read', () => {
  expect(plan('RK-20261128-003')).toEqual({ document: 'RK-20261128-003' })
  expect(plan('a1-01-2')).toEqual({ bin: 'A1-01-2', lot: 'a1-01-2' }) // a lot where there is no such bin
  expect(plan('a1-01-2', true)).toEqual({ bin: 'A1-01-2' })
  expect(plan('https://wz.xq/b/a03-02-1')).toEqual({ bin: 'A03-02-1' })
  expect(plan('(01)06901234567893')).toEqual({ unreadable: 'GS1_CHECK_DIGIT' })
  expect(plan('(00)106141412345678908')).toEqual({ nothing: true })
})

it('opens the bin of the site that is looked at, else the only one, and leaves several to a person', () => {
  const bin = (site: string) => ({ code: 'A1-01-2', site: { code: site, nameZh: site, nameEn: site } })
  expect(chooseBin([bin('D01')], undefined, false)).toEqual(bin('D01'))
  expect(chooseBin([bin('D01'), bin('D02')], 'D02', false)).toEqual(bin('D02'))
  expect(chooseBin([bin('D01'), bin('D02')], undefined, false)).toBeNull()
  expect(chooseBin([bin('D01')], 'D01', true)).toBeNull()
})
