// Whether the session of this page has ended. The page stays as it is, with what was typed on it; SessionEnded asks to sign in again.
import { useSyncExternalStore } from 'react'

let ended = false
const listeners = new Set<() => void>()

export function markSessionEnded(next: boolean): void {
  if (ended === next) return
  ended = next
  for (const listener of listeners) listener()
}

export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => ended,
  )
