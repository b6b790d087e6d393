import { expect, it } from 'vitest'
import { emptyForm, faultsOf, inputOf, refusedFields } from './openForm.ts'

const form = { ...emptyForm, scenarioCode: 'RF', townCode: '120111102', people: '5,000' }

it('an incident opens with what is typed, and leaves out what is not', () => {
  expect(faultsOf(form)).toEqual({})
  expect(inputOf(form, 'o9')).toEqual({ scenarioCode: 'RF', level: 'II', townId: 'o9', peopleAffected: 5000, coverDays: 1, drill: false, works: true })
  expect(inputOf({ ...form, name: ' 堤 ', startedAt: '2026-11-25T03:30', byHand: true, shelters: { a: '5000', b: '', c: '0' } }, 'o9')).toMatchObject({
    name: '堤', startedAt: '2026-11-24T19:30:00.000Z', shelters: [{ siteId: 'a', people: 5000 }],
  })
})

it('every fault has its field', () => {
  expect(faultsOf(emptyForm)).toEqual({ scenarioCode: 'faultScenario', townCode: 'faultTown', people: 'faultPeople' })
  expect(faultsOf({ ...form, coverDays: '61', startedAt: '3:30', byHand: true, shelters: { a: '4999' } })).toEqual({ coverDays: 'faultDays', startedAt: 'faultStart', shelters: 'faultShelters' })
  expect(faultsOf({ ...form, byHand: true, shelters: { a: '5000', b: 'x' } })).toEqual({ shelters: 'faultShelters' })
})

it('refusals of the server go to their fields', () => {
  const refusal = (code: string, ...fields: string[]) => ({ code, message: '', fields, facts: {} })
  const { fields, rest } = refusedFields([refusal('PEOPLE', 'peopleAffected'), refusal('SHELTERS', 'shelters.1.people'), refusal('BUSY')])
  expect([fields.people?.code, fields.shelters?.code, rest.map((one) => one.code)]).toEqual(['PEOPLE', 'SHELTERS', ['BUSY']])
})
