import { expect, it } from 'vitest'
import { timelineOf } from './timeline.ts'

it('tells what happened, newest first, and the mark only once it has passed', () => {
  const incident = { startedAt: '2026-11-24T18:00:00Z', reliefDueAt: '2026-11-25T04:00:00Z', allocations: [], trips: [], places: [] }
  expect(timelineOf(incident, Date.parse('2026-11-24T19:00:00Z')).map((event) => event.kind)).toEqual(['evOpened'])
  expect(timelineOf(incident, Date.parse('2026-11-25T04:00:01Z')).map((event) => event.kind)).toEqual(['evDue', 'evOpened'])
})
