import { expect, it } from 'vitest'
import { chosenBy, directionIn } from './useSort.ts'

const time = { rising: 'OLDEST', falling: 'NEWEST' }

it('tells which way a column goes in the order of the list', () => {
  expect(directionIn('SITE', 'SITE')).toBe('ascending')
  expect(directionIn('ITEM', 'SITE')).toBeNull()
  expect(directionIn('NEWEST', time)).toBe('descending')
  expect(directionIn('OLDEST', time)).toBe('ascending')
  expect(directionIn('UNTIL', time)).toBeNull()
  expect(directionIn('CAPACITY', { falling: 'CAPACITY' })).toBe('descending')
})

it('goes from another order to the newest, then to and fro', () => {
  expect(chosenBy(time, 'UNTIL')).toBe('NEWEST')
  expect(chosenBy(time, 'NEWEST')).toBe('OLDEST')
  expect(chosenBy(time, 'OLDEST')).toBe('NEWEST')
})

it('has but one order of a column that goes one way', () => {
  expect(chosenBy('SITE', 'ITEM')).toBe('SITE')
  expect(chosenBy('SITE', 'SITE')).toBe('SITE')
  expect(chosenBy({ falling: 'CAPACITY' }, 'PLATE')).toBe('CAPACITY')
  expect(chosenBy({ falling: 'CAPACITY' }, 'CAPACITY')).toBe('CAPACITY')
})
