// The site at which the keeper works now: chosen once, remembered on this phone.
import { useSyncExternalStore } from 'react'
import type { Viewer } from '../../shared/session.ts'
import { useViewer } from './useSession.ts'

const storageKey = 'changping.site'
const listeners = new Set<() => void>()
const chosen = () => globalThis.localStorage?.getItem(storageKey) ?? null

export function choosePlace(id: string): void {
  globalThis.localStorage?.setItem(storageKey, id)
  for (const listener of listeners) listener()
}

export type Place = Viewer['keepsSites'][number]

/** The chosen site, else the first that the viewer keeps; null: they keep none. */
export function usePlace(): Place | null {
  const sites = useViewer().keepsSites
  const id = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, chosen)
  return sites.find((site) => site.id === id) ?? sites[0] ?? null
}
