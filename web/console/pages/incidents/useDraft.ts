// What is typed over a proposal and not saved, kept when somebody else changes the proposal meanwhile.
import { useEffect, useRef, useState } from 'react'
import type { Allocation, AllocationLine } from './documents.ts'
import { carryOver, emptyDraft, isEmpty, type Addition, type Draft, type LineChange } from './proposal.ts'

export type Stale = { readonly from: number; readonly to: number; readonly state: string; readonly changes: readonly LineChange<AllocationLine>[] }

/** saving: a save of the draft is under way, whose outcome decides whether a new revision is one's own. */
export function useDraft(allocation: Allocation, saving: boolean) {
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [stale, setStale] = useState<Stale | null>(null)
  const base = useRef(allocation)
  const typed = useRef(draft)
  typed.current = draft
  useEffect(() => {
    if (saving) return
    const before = base.current
    base.current = allocation
    if (before.revision === allocation.revision || isEmpty(typed.current)) return
    const carried = carryOver(before.lines, allocation.lines, typed.current)
    setDraft(allocation.state === 'PROPOSED' ? carried.draft : emptyDraft)
    setStale((shown) => ({ from: shown?.from ?? before.revision, to: allocation.revision, state: allocation.state, changes: carried.changes }))
  }, [allocation, saving])
  return {
    draft,
    stale,
    seen: () => setStale(null),
    discard: () => setDraft(emptyDraft),
    edit: (lineId: string, typed: string | null) =>
      setDraft((before) => {
        const { [lineId]: _, ...others } = before.edits
        return { ...before, edits: typed === null ? others : { ...others, [lineId]: typed } }
      }),
    add: (addition: Addition) => setDraft((before) => ({ ...before, additions: [...before.additions, addition] })),
    remove: (key: string) => setDraft((before) => ({ ...before, additions: before.additions.filter((addition) => addition.key !== key) })),
  }
}
