// What writes have warned of, kept beside the pages: a form leaves its page, a drawer closes, and the warning stays until somebody has
// read it. useWrite tells it and Warnings shows it, so that no form can drop it.
import { useSyncExternalStore } from 'react'
import type { Refusal } from '../shared/graphql/ask.ts'

export type Told = { key: number; at: string; documentId: string | null; warnings: readonly Refusal[] }

/** The most that stand on the screen: older ones have been seen. */
const most = 4
let told: readonly Told[] = []
let last = 0
const listeners = new Set<() => void>()

function set(next: readonly Told[]): void {
  told = next
  for (const listener of listeners) listener()
}

export function tellWarnings(documentId: string | null, warnings: readonly Refusal[], now: Date = new Date()): void {
  if (warnings.length === 0) return
  set([{ key: ++last, at: now.toISOString(), documentId, warnings }, ...told].slice(0, most))
}

export const dismissWarnings = (key: number): void => set(told.filter((one) => one.key !== key))

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
export const toldWarnings = (): readonly Told[] => told
export const useToldWarnings = (): readonly Told[] => useSyncExternalStore(subscribe, toldWarnings)
