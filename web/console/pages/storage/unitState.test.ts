import { describe, expect, it } from 'vitest'
import { byMonth, dueBy, unitState } from './unitState.ts'

const unit = { labelExpiresOn: null as string | null, storageLifeEndsOn: null as string | null, certificateDueOn: null as string | null, lot: { quality: 'GOOD' } }
const today = '2026-11-28'

describe('the state of a unit', () => {
  it('is that of the clock that runs out first', () => {
    expect(unitState({ ...unit, labelExpiresOn: '2027-12-01', storageLifeEndsOn: '2026-11-27', certificateDueOn: '2026-12-01' }, today)).toEqual({ kind: 'PAST', clock: 'storageLife', days: -1 })
    expect(unitState({ ...unit, labelExpiresOn: '2027-12-01', certificateDueOn: '2026-12-28' }, today)).toEqual({ kind: 'SOON', clock: 'certificateDue', days: 30 })
    expect(unitState({ ...unit, certificateDueOn: '2026-12-29' }, today)).toEqual({ kind: 'FIT' })
  })
  it('is good until the end of the day', () => expect(unitState({ ...unit, labelExpiresOn: today }, today)).toEqual({ kind: 'SOON', clock: 'labelExpiry', days: 0 }))
  it('says that no clock is known, and that a failed test stands above all', () => {
    expect(unitState(unit, today)).toEqual({ kind: 'UNCLOCKED' })
    expect(unitState({ ...unit, labelExpiresOn: '2030-01-01', lot: { quality: 'ON_HOLD' } }, today)).toEqual({ kind: 'FAILED_TEST' })
  })
})

it('asks for what has passed, or falls due within some days', () => {
  expect(dueBy(undefined, today)).toBeNull()
  expect(dueBy(-1, today)).toBe('2026-11-27')
  expect(dueBy(30, today)).toBe('2026-12-28')
})

it('groups the calendar by month, what is overdue by itself', () => {
  const rows = [{ dueOn: '2026-10-01', overdue: true }, { dueOn: '2026-11-29', overdue: false }, { dueOn: '2026-11-30', overdue: false }, { dueOn: '2027-11-01', overdue: false }]
  expect(byMonth(rows).map((group) => [group.month, group.rows.length])).toEqual([['', 1], ['2026-11', 2], ['2027-11', 1]])
})
