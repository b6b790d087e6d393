import { useEffect, useRef, useState } from 'react'

const restMs = 30_000

/** Text for a status region when a value has changed since it was last told: at most once in 30 seconds, never for the first value. */
export function useAnnouncement(value: string | undefined, readAt: number, text: string): string {
  const told = useRef<{ value: string; at: number } | null>(null)
  const [times, setTimes] = useState(0)
  useEffect(() => {
    if (value === undefined) return
    if (told.current === null) told.current = { value, at: 0 }
    else if (told.current.value !== value && readAt - told.current.at >= restMs) {
      told.current = { value, at: readAt }
      setTimes((now) => now + 1)
    }
  }, [value, readAt])
  // A region is read only when its text changes: every other time it ends in a blank.
  return times === 0 ? '' : text + (times % 2 === 0 ? ' ' : '')
}
