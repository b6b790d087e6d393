import { describe, expect, it } from 'vitest'
import { date, days, degrees, flag, oneOf, parseSearch, searchParams, stringifySearch, text } from './searchParams.ts'

const search = searchParams({ site: text, expiring: days, below: flag, view: oneOf('site', 'lot'), on: date, lat: degrees(90) })

describe('the search of an address', () => {
  it('reads what is well-formed', () => {
    expect(search.read({ site: 'D01', expiring: '90', below: '1', view: 'lot', on: '2028-02-29', lat: '-39.1' })).toEqual({ site: 'D01', expiring: 90, below: true, view: 'lot', on: '2028-02-29', lat: '-39.1' })
  })
  it('leaves out what is not, and says so', () => {
    const raw = { site: ' ', expiring: '-1', below: 'yes', view: 'sites', on: '2027-02-29', lat: '91', utm_source: 'x' }
    expect(search.read(raw)).toEqual({})
    expect(search.ignored(raw)).toEqual(Object.keys(raw))
  })
  it('ignores nothing that is absent', () => {
    expect(search.ignored({ site: undefined, view: 'lot' })).toEqual([])
  })
  it('does not take a typed value for unknown', () => {
    expect(search.ignored(search.read({ expiring: '0', below: '1' }))).toEqual([])
  })
  it('is not fooled by names that every object has', () => {
    expect(search.ignored({ toString: 'x', constructor: 'y' })).toEqual(['toString', 'constructor'])
  })
})

describe('the text of an address', () => {
  it('goes there and back, Chinese and blanks too', () => {
    const params = { search: '矿泉水 500 & more', site: 'D01', code: '0012' }
    expect(parseSearch(stringifySearch(params))).toEqual(params)
  })
  it('keeps numbers that are codes as they are', () => {
    expect(parseSearch('?search=0012&organisation=120111102&n=1e5')).toEqual({ search: '0012', organisation: '120111102', n: '1e5' })
  })
  it('leaves out what is undefined, false or empty; true is 1', () => {
    expect(stringifySearch({ a: undefined, b: '', c: true, d: 0, e: false })).toBe('?c=1&d=0')
    expect(stringifySearch({})).toBe('')
  })
})
