import { expect, it } from 'vitest'
import type { Viewer } from '../../../shared/session.ts'
import { mayConfirm } from './mayConfirm.ts'

const town = { id: 'o9', code: '1', nameZh: '', nameEn: '', kind: 'TOWN' as const }
const viewer = (part: Partial<Viewer>): Viewer => ({ account: 'a', name: 'a', permissions: ['arrival.confirm'], posts: [], keepsSites: [], ...part })
const shelter = { id: 's1', town: { id: 'o9' }, organisation: { id: 'o9' } }

it('liaison officers confirm in their town, keepers at their sites, others not', () => {
  expect(mayConfirm(viewer({ posts: [{ role: 'LIAISON', organisation: town, site: null }] }), shelter)).toBe(true)
  expect(mayConfirm(viewer({ posts: [{ role: 'LIAISON', organisation: { ...town, id: 'o7' }, site: null }] }), shelter)).toBe(false)
  expect(mayConfirm(viewer({ posts: [{ role: 'KEEPER', organisation: town, site: null }], keepsSites: [{ id: 's1', code: 'S', nameZh: '', nameEn: '', kind: 'SHELTER' }] }), shelter)).toBe(true)
  expect(mayConfirm(viewer({ posts: [{ role: 'KEEPER', organisation: town, site: null }] }), shelter)).toBe(false)
  expect(mayConfirm(viewer({ permissions: [], posts: [{ role: 'LIAISON', organisation: town, site: null }] }), shelter)).toBe(false)
})
