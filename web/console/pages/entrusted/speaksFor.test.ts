import { expect, it } from 'vitest'
import { speaksFor } from './speaksFor.ts'

const post = (role: string, id: string) => ({ posts: [{ role, organisation: { id, code: id, nameZh: id, nameEn: id, kind: 'TOWN' }, site: null }] }) as unknown as Parameters<typeof speaksFor>[0]
const owner = (id: string, kind: string, parent?: string) => ({ id, kind, parent: parent ? { id: parent, code: parent, nameZh: parent, nameEn: parent } : null }) as Parameters<typeof speaksFor>[1]

it('lets a partner speak for its own, and nobody for what merely lies with them', () => {
  expect(speaksFor(post('PARTNER', 'e1'), owner('e1', 'ENTERPRISE'))).toBe(true)
  expect(speaksFor(post('PARTNER', 'e1'), owner('bureau', 'DISTRICT_BUREAU'))).toBe(false)
  expect(speaksFor(post('KEEPER', 'depot'), owner('depot', 'DEPARTMENT'))).toBe(false)
})
it('lets a liaison officer speak for the villages of the town, and a dispatcher for government only', () => {
  expect(speaksFor(post('LIAISON', 'town'), owner('village', 'COMMUNITY', 'town'))).toBe(true)
  expect(speaksFor(post('DISPATCHER', 'bureau'), owner('town', 'TOWN', 'bureau'))).toBe(true)
  expect(speaksFor(post('DISPATCHER', 'bureau'), owner('e1', 'ENTERPRISE', 'bureau'))).toBe(false)
})
