import { expect, it } from 'vitest'
import { boardFigures } from './boardFigures.ts'

it('counts what waits, what is late and what is on the way', () => {
  const place = (people: number, relievedAt: string | null) => ({ people, relievedAt, reliefDueAt: '2026-11-25T04:00:00Z' })
  const incidents = [{ state: 'OPEN', places: [place(5, null), place(0, null), place(3, '2026-11-25T01:00:00Z')] }, { state: 'CLOSED', places: [place(9, null)] }]
  const trips = [{ state: 'PLANNED' }, { state: 'DISPATCHED' }, { state: 'DISPATCHED' }]
  expect(boardFigures(incidents, trips, null, Date.parse('2026-11-25T03:00:00Z'))).toEqual({ incidents: 1, waiting: 1, late: 0, planned: 1, onWay: 2, breaches: null })
  expect(boardFigures(incidents, [], 2, Date.parse('2026-11-25T05:00:00Z'))).toMatchObject({ late: 1, breaches: 2 })
})
