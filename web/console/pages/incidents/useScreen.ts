// The big screen: the frame of the console is hidden, the screen is kept awake, and the page is loaded anew each night.
import { useEffect } from 'react'
import { timeOfDay } from '../../../shared/format.ts'

export function useScreen(on: boolean): void {
  useEffect(() => {
    if (!on) return
    document.documentElement.classList.add('big-screen')
    let lock: WakeLockSentinel | null = null
    // Only over HTTPS, and only where the browser has it; without it the machine's own settings must keep the screen on.
    void navigator.wakeLock?.request('screen').then((given) => (lock = given)).catch(() => undefined)
    const nightly = setInterval(() => {
      if (timeOfDay(new Date()) === '04:00') location.reload()
    }, 60_000)
    return () => {
      document.documentElement.classList.remove('big-screen')
      clearInterval(nightly)
      void lock?.release()
    }
  }, [on])
}

/** The size of text on a screen: 24 px at 1920, in proportion above. */
export const screenTextPx = (width: number): number => Math.max(24, Math.round(width / 80))
