import { describe, expect, it } from 'vitest'
import { keyFor, settle, type KeyStore } from './pendingWrite.ts'

function memory(): KeyStore & { map: Map<string, string> } {
  const map = new Map<string, string>()
  return { map, getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), removeItem: (key) => void map.delete(key) }
}
const hour = 3_600_000

describe('the key of an unanswered write', () => {
  it('is the same for the same content after the page was loaded anew', () => {
    const store = memory()
    expect(keyFor(store, 'ReceiveGoods', '{"a":1}', 1_000)).toBe(keyFor(store, 'ReceiveGoods', '{"a":1}', 2_000))
  })
  it('is another for other content, another operation, and after an hour', () => {
    const store = memory()
    const first = keyFor(store, 'ReceiveGoods', '{"a":1}', 1_000)
    expect(keyFor(store, 'IssueGoods', '{"a":1}', 1_000)).not.toBe(first)
    expect(keyFor(store, 'ReceiveGoods', '{"a":1}', 1_000 + hour)).not.toBe(first)
    expect(keyFor(store, 'ReceiveGoods', '{"a":2}', 2_000)).not.toBe(first)
  })
  it('is forgotten once answered', () => {
    const store = memory()
    const first = keyFor(store, 'ReceiveGoods', '{}', 1_000)
    settle(store, 'ReceiveGoods')
    expect(keyFor(store, 'ReceiveGoods', '{}', 1_000)).not.toBe(first)
  })
  it('survives a store that is full or holds nonsense', () => {
    const full: KeyStore = { getItem: () => '{"content":', setItem: () => { throw new DOMException('full', 'QuotaExceededError') }, removeItem: () => undefined }
    expect(keyFor(full, 'ReceiveGoods', '{}')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
