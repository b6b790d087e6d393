// Scans go to the page that is on the screen: the last that asked for them.
import { useEffect, useRef } from 'react'
import { classify, type Scanned } from './classify.ts'
import { listenForScans } from './wedge.ts'

type Accept = (scanned: Scanned) => void
const waiting: { current: Accept }[] = []
let stop: (() => void) | null = null

function add(accept: { current: Accept }): () => void {
  waiting.push(accept)
  stop ??= listenForScans((text) => waiting.at(-1)?.current(classify(text)))
  return () => {
    waiting.splice(waiting.indexOf(accept), 1)
    if (waiting.length > 0) return
    stop?.()
    stop = null
  }
}

/** Gives each scan to accept while the component is on the screen. */
export function useScan(accept: Accept): void {
  const latest = useRef(accept)
  useEffect(() => {
    latest.current = accept
  })
  useEffect(() => add(latest), [])
}
