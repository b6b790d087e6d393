// The service worker that opens the app without a network, and what it tells the page. Over plain HTTP there is none.
import { useSyncExternalStore } from 'react'

let ready = false
const listeners = new Set<() => void>()

export function keepShell(): void {
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!worker || !import.meta.env.PROD) return
  worker.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.data !== 'changping-updated') return
    ready = true
    for (const listener of listeners) listener()
  })
  worker.register('/m/sw.js', { scope: '/m/' }).catch(() => undefined) // the app works without it while there is a network
  void navigator.storage?.persist?.()
}

export function useUpdateReady(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, () => ready)
}
