import { expect, it } from 'vitest'
import { returnAddress } from './returnAddress.ts'

it.each([
  ['/stock?site=D01&view=lot', '/stock?site=D01&view=lot'], [undefined, '/'], ['', '/'], ['stock', '/'], ['//elsewhere.example/', '/'], ['/\\elsewhere.example', '/'], ['https://elsewhere.example', '/'], ['javascript:alert(1)', '/'], ['/login?to=/', '/'],
])('%s leads to %s', (to, address) => {
  expect(returnAddress(to)).toBe(address)
})
