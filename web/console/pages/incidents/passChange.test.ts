import { expect, it } from 'vitest'
import { passChange } from './passChange.ts'

it('tells only what changes', () => {
  expect(passChange(['a', 'b'], ['b', 'c'])).toEqual({ given: ['c'], withdrawn: ['a'] })
  expect(passChange(['a'], ['a'])).toEqual({ given: [], withdrawn: [] })
})
