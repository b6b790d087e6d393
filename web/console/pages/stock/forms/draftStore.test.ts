import { describe, expect, it } from 'vitest'
import { dropDraft, loadDraft, saveDraft, type DraftStore } from './draftStore.ts'

function memory(): DraftStore {
  const map = new Map<string, string>()
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), removeItem: (key) => void map.delete(key) }
}
const now = new Date('2026-11-24T19:00:00Z')

describe('a draft', () => {
  it('comes back as it was, with the time it was kept', () => {
    const store = memory()
    expect(saveDraft(store, 'keeper', 'receive', 1, { note: '期初', lines: [] }, now)).toBe(true)
    expect(loadDraft(store, 'keeper', 'receive', 1)).toEqual({ draft: { note: '期初', lines: [] }, savedAt: now.toISOString() })
  })
  it('is one person’s, of one form, of one version', () => {
    const store = memory()
    saveDraft(store, 'keeper', 'receive', 1, {}, now)
    expect(loadDraft(store, 'partner', 'receive', 1)).toBeNull()
    expect(loadDraft(store, 'keeper', 'issue', 1)).toBeNull()
    expect(loadDraft(store, 'keeper', 'receive', 2)).toBeNull()
  })
  it('is gone once dropped', () => {
    const store = memory()
    saveDraft(store, 'keeper', 'receive', 1, {}, now)
    dropDraft(store, 'keeper', 'receive')
    expect(loadDraft(store, 'keeper', 'receive', 1)).toBeNull()
  })
  it('that is cut short or has no room breaks nothing', () => {
    const broken: DraftStore = { getItem: () => '{"version":1,"draf', setItem: () => { throw new DOMException('full', 'QuotaExceededError') }, removeItem: () => undefined }
    expect(loadDraft(broken, 'keeper', 'receive', 1)).toBeNull()
    expect(saveDraft(broken, 'keeper', 'receive', 1, {}, now)).toBe(false)
  })
})
