// A form that is being filled in, kept over reloads until it is confirmed.
import { useSyncExternalStore } from 'react'

export type Draft<T> = { get: () => T; set: (next: T) => void; reset: () => void; use: () => T }

export function draft<T>(name: string, empty: () => T): Draft<T> {
  const key = `changping.draft.${name}`
  const listeners = new Set<() => void>()
  const read = (): T => {
    const text = globalThis.localStorage?.getItem(key)
    if (!text) return empty()
    try {
      return { ...empty(), ...(JSON.parse(text) as T) }
    } catch {
      return empty()
    }
  }
  let current: T = read()
  const set = (next: T) => {
    current = next
    globalThis.localStorage?.setItem(key, JSON.stringify(next))
    for (const listener of listeners) listener()
  }
  const get = () => current
  return {
    get,
    set,
    reset: () => set(empty()),
    use: () =>
      useSyncExternalStore((listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      }, get),
  }
}
