import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useWords } from '../../shared/i18n/words.ts'
import { scanWords } from '../../shared/scan/scanWords.ts'
import { seenByCamera, useTakesScans } from '../../shared/scan/useScan.ts'
import type { CameraFault } from '../../shared/scan/camera.ts'
import './camera.css'
import { cameraWords } from './cameraWords.ts'

let opened = false
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const setOpened = (next: boolean) => {
  opened = next
  for (const listener of listeners) listener()
}
const useOpened = () => useSyncExternalStore(subscribe, () => opened)

/** Opens the camera on a page that takes scans; it stays open from page to page until it is closed. */
export function CameraButton() {
  const t = useWords(cameraWords)
  const takes = useTakesScans()
  const open = useOpened()
  if (!takes || open) return null
  return (
    <button type="button" className="bar-button" aria-label={t('open')} onClick={() => setOpened(true)}>
      <svg className="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="M3.5 8.5h4l1.5-3h6l1.5 3h4V19h-17z" /><circle cx="12" cy="13.3" r="3.4" /></svg>
    </button>
  )
}

/** The picture of the camera above the page, or why there is none. */
export function CameraPanel() {
  return useOpened() ? <Watching /> : null
}

function Watching() {
  const t = useWords(cameraWords)
  const why = useWords(scanWords)
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<'STARTING' | 'ON' | CameraFault>('STARTING')
  useEffect(() => {
    let stop: (() => void) | null = null
    let closed = false
    void import('../../shared/scan/camera.ts').then(({ watch }) => watch(video.current!, seenByCamera)).then((started) => {
      if (typeof started === 'string') return setState(started)
      stop = started
      if (closed) stop()
      else setState('ON')
    }, () => setState('NO_READER'))
    const away = () => document.hidden && setOpened(false) // the light and the battery
    document.addEventListener('visibilitychange', away)
    return () => {
      closed = true
      stop?.()
      document.removeEventListener('visibilitychange', away)
    }
  }, [])
  const shown = state === 'ON' || state === 'STARTING'
  return (
    <section className="camera" aria-label={t('title')}>
      <video ref={video} muted playsInline hidden={!shown} aria-hidden="true" />
      <p role="status" className={shown ? 'small' : 'notice notice-warn'}>{state === 'ON' ? t('how') : state === 'STARTING' ? t('starting') : why(state)}</p>
      <button type="button" className="small-button" onClick={() => setOpened(false)}>{t('close')}</button>
    </section>
  )
}
