import { expect, it } from 'vitest'
import { foundInput, leftToTell, nothingFound } from './outcomes.ts'

it('sums to what waits', () => {
  expect(leftToTell('7', nothingFound, 0)).toBe('7')
  expect(leftToTell('7', { ...nothingFound, gradeA: '４', rejected: '3' }, 0)).toBe('0')
  expect(leftToTell('7', { ...nothingFound, gradeB: '8' }, 0)).toBe('-1')
  expect(leftToTell('7', { ...nothingFound, gradeB: '1.5' }, 0)).toBeNull()
  expect(leftToTell('7', { ...nothingFound, gradeB: 'x' }, 0)).toBeNull()
})
it('leaves out what was not found', () => {
  expect(foundInput({ ...nothingFound, gradeA: '４', gradeC: '0' })).toEqual({ gradeA: '4', gradeB: null, gradeC: null, rejected: null })
})
