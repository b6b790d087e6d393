// The language of the screen: Chinese unless the person chose English here.
import { useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'

const storageKey = 'changping.language'
const listeners = new Set<() => void>()

function first(): Language {
  const chosen = globalThis.localStorage?.getItem(storageKey)
  return chosen === 'en' || chosen === 'zh' ? chosen : 'zh'
}

let current: Language = first()

export const language = (): Language => current

export function setLanguage(next: Language): void {
  current = next
  globalThis.localStorage?.setItem(storageKey, next)
  markDocument()
  for (const listener of listeners) listener()
}

/** Tells the document its language, for screen readers and fonts. */
export function markDocument(): void {
  if (typeof document !== 'undefined') document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en'
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, language)
}
