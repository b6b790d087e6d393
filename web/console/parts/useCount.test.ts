import { expect, it } from 'vitest'
import { goesOn } from './useCount.ts'

const rows = (hasNextPage: boolean, isPlaceholderData = false) => ({ data: { pageInfo: { hasNextPage } }, isPlaceholderData })

it('counts a list that has more than its first page', () => {
  expect(goesOn(rows(true), undefined)).toBe(true)
  expect(goesOn(rows(false), 'cursor')).toBe(true)
})

it('does not count what can be seen as a whole', () => {
  expect(goesOn(rows(false), undefined)).toBe(false)
})

it('does not count before the rows are there, nor beside rows of another filter', () => {
  expect(goesOn({ data: undefined, isPlaceholderData: false }, 'cursor')).toBe(false)
  expect(goesOn(rows(true, true), undefined)).toBe(false)
})
