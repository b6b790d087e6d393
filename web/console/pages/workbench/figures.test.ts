import { expect, it } from 'vitest'
import { addressOf, alerts, seen, todos, waiting, type Counts } from './figures.ts'

const nothing: Counts = Object.fromEntries([...todos, ...alerts].map((figure) => [figure, null])) as unknown as Counts

it('shows no count that is another’s business, and to-dos only when there are some', () => {
  expect(seen(todos, nothing)).toEqual([])
  expect(waiting({ ...nothing, rotationTasksOpen: 3, transfersToReceive: 0 })).toEqual(['rotationTasksOpen'])
  expect(seen(alerts, { ...nothing, breachesOpen: 0 })).toEqual(['breachesOpen'])
})
it('links every figure to a list', () => {
  for (const figure of [...todos, ...alerts]) expect(addressOf[figure], figure).toMatch(/^\/[a-z]/)
})
