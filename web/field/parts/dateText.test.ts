import { describe, expect, it } from 'vitest'
import { readDate, typeDateKey } from './dateText.ts'

const type = (keys: string) => [...keys].reduce(typeDateKey, '')
const whole = (digits: string) => {
  const read = readDate(digits)
  return read.state === 'WHOLE' ? read.date : read.state
}

describe('a date that is typed', () => {
  it('shows itself as one types', () => {
    expect(['', '2', '28', '281', '28113'].map((digits) => readDate(digits).shown)).toEqual(['____-__-__', '202_-__-__', '2028-__-__', '2028-1_-__', '2028-11-3_'])
    expect(['20', '202', '2028', '20281130'].map((digits) => readDate(digits).shown)).toEqual(['20__-__-__', '202_-__-__', '2028-__-__', '2028-11-30'])
  })
  it('reads YYMMDD and YYYYMMDD', () => {
    expect(whole('281130')).toBe('2028-11-30')
    expect(whole('20281130')).toBe('2028-11-30')
    expect(whole('300101')).toBe('2030-01-01')
  })
  it('takes the day 00 for the last of its month', () => {
    expect([whole('280200'), whole('270200'), whole('20281100'), whole('281200')]).toEqual(['2028-02-29', '2027-02-28', '2028-11-30', '2028-12-31'])
  })
  it('refuses days that are not', () => {
    expect([whole('281131'), whole('270229'), whole('281301'), whole('280001')]).toEqual(['WRONG', 'WRONG', 'WRONG', 'WRONG'])
  })
  it('is not whole before its last digit, nor longer than it', () => {
    expect(readDate('28113').state).toBe('PART')
    expect(type('2811309')).toBe('281130')
    expect(type('202811309')).toBe('20281130')
  })
  it('is the same in every time zone', () => {
    const before = process.env['TZ']
    for (const zone of ['Asia/Shanghai', 'UTC', 'America/New_York']) {
      process.env['TZ'] = zone
      expect(whole('281130')).toBe('2028-11-30')
      expect(whole('280300')).toBe('2028-03-31')
    }
    process.env['TZ'] = before
  })
})
