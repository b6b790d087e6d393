import { expect, it } from 'vitest'
import { inOrder } from './useInOrder.ts'

const rows = [
  { code: 'B', nameZh: '张家窝镇', nameEn: 'Zhangjiawo' },
  { code: 'A', nameZh: '辛口镇', nameEn: 'Xinkou' },
  { code: 'D', nameZh: '大寺镇', nameEn: 'Dasi' },
  { code: 'C', nameZh: '大寺镇', nameEn: '' },
]
const codes = (order: 'CODE' | 'NAME', language: 'zh' | 'en') => inOrder(rows, order, language).map((row) => row.code).join('')

it('sorts by code', () => expect(codes('CODE', 'zh')).toBe('ABCD'))
it('sorts Chinese names as they are spoken, those alike by code', () => expect(codes('NAME', 'zh')).toBe('CDAB'))
it('sorts by the names that the screen shows', () => expect(codes('NAME', 'en')).toBe('DABC'))
it('leaves what it is given as it is', () => {
  inOrder(rows, 'CODE', 'zh')
  expect(rows[0]?.code).toBe('B')
})
