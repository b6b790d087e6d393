import { expect, it } from 'vitest'
import { timelineOf } from './timeline.ts'

it('tells what happened, newest first, and the mark only once it has passed', () => {
  const incident = { startedAt: '2026-11-24T18:00:00Z', reliefDueAt: '2026-11-25T04:00:00Z', allocations: [], trips: [], places: [] }
  expect(timelineOf(incident, Date.parse('2026-11-24T19:00:00Z')).map((event) => event.kind)).toEqual(['evOpened'])
  const trip = { number: 'CC-1', reroutedAt: '2026-11-24T20:00:00Z', vehicle: { plate: '津A·D1029' }, waybills: [] } as unknown as Parameters<typeof timelineOf>[0]['trips'][number]
  expect(timelineOf({ ...incident, trips: [trip] }, Date.parse('2026-11-24T21:00:00Z'))[0]).toEqual({ at: '2026-11-24T20:00:00Z', kind: 'evRerouted', number: 'CC-1', plate: '津A·D1029' })
  expect(timelineOf(incident, Date.parse('2026-11-25T04:00:01Z')).map((event) => event.kind)).toEqual(['evDue', 'evOpened'])
})
