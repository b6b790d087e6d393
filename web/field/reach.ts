// Whether the server can be reached, as the last attempt and the phone itself have it.
import { useSyncExternalStore } from 'react'
import { Unreachable } from '../shared/graphql/ask.ts'

let reached = true
const listeners = new Set<() => void>()

function set(next: boolean): void {
  if (next === reached) return
  reached = next
  for (const listener of listeners) listener()
}

if (typeof window !== 'undefined') {
  reached = navigator.onLine
  window.addEventListener('offline', () => set(false))
  window.addEventListener('online', () => set(true))
}

export const isReached = (): boolean => reached

/** Runs a request and remembers whether it got through. A refusal got through. */
export async function reaching<T>(request: Promise<T>): Promise<T> {
  try {
    const answer = await request
    set(true)
    return answer
  } catch (error) {
    set(!(error instanceof Unreachable))
    throw error
  }
}

export function useReached(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, isReached)
}
