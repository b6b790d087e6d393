import { useCallback, useEffect, useRef, useState } from 'react'
import { useViewer } from '../../../useSession.ts'
import { dropDraft, loadDraft, saveDraft } from './draftStore.ts'

const version = 1

/** The content of a form that survives leaving the page: begins with the kept draft, else with what begin gives. */
export function useDraft<D>(form: string, begin: () => D, isBlank: (draft: D) => boolean) {
  const { account } = useViewer()
  const [kept] = useState(() => loadDraft<D>(localStorage, account, form, version))
  const [draft, setDraft] = useState<D>(() => kept?.draft ?? begin())
  const [savedAt, setSavedAt] = useState<string | null>(kept?.savedAt ?? null)
  const touched = useRef(false)
  const change = useCallback((next: D | ((now: D) => D)) => {
    touched.current = true
    setDraft(next)
  }, [])
  useEffect(() => {
    if (!touched.current) return
    if (isBlank(draft)) {
      dropDraft(localStorage, account, form)
      setSavedAt(null)
      return
    }
    const now = new Date()
    setSavedAt(saveDraft(localStorage, account, form, version, draft, now) ? now.toISOString() : null)
  }, [draft, account, form, isBlank])
  /** Forgets the draft: it was posted, or is thrown away. */
  const clear = useCallback(() => {
    touched.current = false
    dropDraft(localStorage, account, form)
    setSavedAt(null)
    setDraft(begin())
  }, [account, form, begin])
  return { draft, change, clear, savedAt, restored: kept !== null }
}
