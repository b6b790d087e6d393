// How a page takes scans; everything behind it (scanner.ts) is fetched apart, because no page can be scanned at before it stands.
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import type { Scanned } from './classify.ts'

/** KEYS: a scanner that types; TEXT: a handheld that puts its text in through the input method; CAMERA; HAND: typed by a person. */
export type ScanSource = 'KEYS' | 'TEXT' | 'CAMERA' | 'HAND'
export type Accept = (scanned: Scanned, source: ScanSource) => void
export type Taker = { current: Accept | null }

const takers: Taker[] = []
const listeners = new Set<() => void>()
const scanner = () => import('./scanner.ts').then(({ scannerFor }) => scannerFor(takers))

function add(taker: Taker): () => void {
  takers.push(taker)
  for (const listener of listeners) listener()
  scanner().then((at) => at.arrive()).catch(() => undefined) // without a network and not kept: asked for again with the next page
  return () => {
    takers.splice(takers.indexOf(taker), 1)
    for (const listener of listeners) listener()
  }
}

/**
 * The one contract of scanning. While the component is on the screen, accept is given what is scanned, read and classified
 * (classify.ts); null: it takes nothing just now.
 *
 * - Where scans come from: a scanner that types, by its physical keys and speed, whatever has the focus and whatever the input
 *   method (wedge.ts); a handheld that commits its text through the input method, into a field that keeps the focus and keeps the
 *   on-screen keyboard shut (sink.ts, on touch screens); the camera, where the browser can read codes (camera.ts); and what a person
 *   types and hands over by enterScan. A page does not see which it was, unless it asks.
 * - Who receives: one taker, the one that asked last and still stands. Where none stands, because the next page is being
 *   read, the scan waits for it three seconds; then it is dropped with the low tone, and never given to a page opened later.
 * - Equal codes: a scanner that reads twice with one pull, within 0.3 s, is one scan; the camera sees a code over and over, and
 *   gives it again once it was out of sight for 1.2 s. Two scans of one code beyond that are two: pages that count, count both.
 *   What is typed by hand always counts.
 * - The taker answers: signal(good) for ear and hand, and words on the screen for no.
 */
export function useScan(accept: Accept | null): void {
  const latest = useRef(accept)
  useLayoutEffect(() => {
    latest.current = accept
  })
  const takes = accept !== null
  // While a page is being read, React hides the page before without ending its effects, but for those of the layout: a page that is
  // not seen takes no scans.
  useLayoutEffect(() => (takes ? add(latest) : undefined), [takes])
}

/** Hands over what a person typed, as if it had been scanned. */
export const enterScan = (text: string): void => void scanner().then((at) => at.offer(text, 'HAND'))

/** Hands over what the camera sees. */
export const seenByCamera = (text: string): void => void scanner().then((at) => at.offer(text, 'CAMERA'))

/** Whether the page on the screen takes scans. */
export const useTakesScans = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, () => takers.length > 0)
