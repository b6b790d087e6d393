import { describe, expect, it } from 'vitest'
import { baseUnits, oneMore, signed, typeKey, typed } from './quantityText.ts'

const type = (keys: string, scale: number) => [...keys].reduce((text, key) => typeKey(text, key, scale), '')

describe('a quantity that is typed', () => {
  it('has no zeros in front', () => expect([type('007', 0), type('00', 0), type('0.5', 1)]).toEqual(['7', '0', '0.5']))
  it('takes a point only where decimals are counted, once, and no more of them', () => expect([type('1.5', 0), type('1.5.2', 2), type('1.234', 2), type('.5', 1)]).toEqual(['15', '1.52', '1.23', '0.5']))
  it('has at most nine digits', () => expect(type('1234567890', 0)).toBe('123456789'))
  it('is none while empty or zero', () => expect([typed('', 0), typed('0', 0), typed('12.', 2), typed('30', 0)]).toEqual([null, null, '12', '30']))
  it('counts packs exactly', () => expect([baseUnits('200', true, '24'), baseUnits('7', false, '24'), baseUnits('3', true, '0.1')]).toEqual(['4800', '7', '0.3']))
  it('grows by one pack of a label: in packs while that comes out even, else in base units', () => {
    const more = (text: string, inPacks: boolean, factor: string, packSize = '24') => Object.values(oneMore(text, inPacks, factor, packSize)).join(' ')
    expect([more('', false, '24'), more('1', true, '24'), more('', true, '1'), more('2', true, '1'), more('5', false, '24'), more('3', true, '1440'), more('', false, '1440'), more('', false, '30'), more('', true, '1', '1')])
      .toEqual(['1 true', '2 true', '1 false', '49 false', '29 false', '63 true', '60 true', '30 false', '1 false'])
  })
  it('shows a change with its sign', () => expect([signed('-30'), signed('4800'), signed('0')]).toEqual(['−30', '+4,800', '0']))
})
