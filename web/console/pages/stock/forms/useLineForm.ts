// What the three forms (receive, issue, transfer) share: the draft, the lines, what is wrong with them, and posting.
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { Refused } from '../../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../../shared/i18n/refusals.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { useItemByCode } from '../../../parts/items.ts'
import { useServerDraft, type Editing, type ServerDraft } from './draftDocument.ts'
import { isBlankLine, lineOf, lineProblems, newLine, withItem, type Line } from './lines.ts'
import { useDraft } from './useDraft.ts'
import { formWords } from './words.ts'

export type Draft = { site: string; toSite: string; reason: string; note: string; occurredAt: string; incident: string; override: string; lines: Line[]; editing?: Editing | null }
export type FormName = 'receive' | 'issue' | 'transfer'
type Start = { site?: string | undefined; item?: string | undefined; incident?: string | undefined; draft?: string | undefined }

/** An item that a link chose is nothing typed yet. */
const nothingTyped = (draft: Draft) => draft.note === '' && draft.override === '' && draft.lines.length <= 1 && draft.lines.every((line) => isBlankLine({ ...line, item: null }))

/** A draft of the server as the form holds it. */
const typedBefore = (draft: ServerDraft): Partial<Draft> => ({
  site: draft.site.code, toSite: draft.counterSite?.code ?? '', reason: draft.reason, note: draft.note, editing: { id: draft.id, revision: draft.revision },
  lines: draft.draftLines.map((line, index) => ({ ...newLine(index + 1, line.item), quantity: line.quantity, inPacks: line.inPacks, lotId: line.lot?.id ?? null, bin: draft.bins.get(line.toBinId ?? '') ?? null })),
})

export type Problem = { key: number | null; text: string }

export function useLineForm(form: FormName, start: Start, defaults: { site: string; reason: string }) {
  const t = useWords(formWords)
  const say = useWordError()
  const navigate = useNavigate()
  const begin = useCallback((): Draft => ({ site: start.site ?? defaults.site, toSite: '', reason: defaults.reason, note: '', occurredAt: '', incident: start.incident ?? '', override: '', lines: [newLine(1)] }),
    [start.site, start.incident, defaults.site, defaults.reason])
  const { draft, change, clear, savedAt, restored } = useDraft<Draft>(start.draft ? `${form}:${start.draft}` : form, begin, nothingTyped)
  const [problems, setProblems] = useState<Problem[]>([])

  const asked = useItemByCode(start.item).data
  useEffect(() => {
    if (!asked) return
    change((now) => ({ ...now, site: start.site ?? now.site, lines: withItem(now.lines, asked) }))
  }, [asked, change, start.site])

  const before = useServerDraft(start.draft, restored, (found) => change((now) => ({ ...now, ...typedBefore(found) })))

  const set = (part: Partial<Draft>) => change((now) => ({ ...now, ...part }))
  const setLines = useCallback((update: (lines: Line[]) => Line[]) => change((now) => ({ ...now, lines: update(now.lines) })), [change])
  const filled = draft.lines.filter((line) => !isBlankLine(line))

  /** Whether the form may be sent; else says what is missing. */
  const check = (receipt: boolean, more: (string | false)[]): boolean => {
    const found: Problem[] = more.flatMap((text) => (text ? [{ key: null, text }] : []))
    if (filled.length === 0) found.push({ key: null, text: t('noLines') })
    for (const line of filled) for (const { code } of lineProblems(line, receipt)) found.push({ key: line.key, text: t(code) })
    setProblems(found)
    return found.length === 0
  }

  /** What the server refused, at its lines. */
  const refuse = (error: unknown) => {
    if (!(error instanceof Refused)) return setProblems([{ key: null, text: say(error) }])
    setProblems(error.refusals.map((refusal) => {
      const index = lineOf(refusal, filled)
      return { key: index === null ? null : (filled[index]?.key ?? null), text: wordRefusal(refusal) }
    }))
  }

  const posted = (document: { id: string } | null) => {
    clear()
    setProblems([])
    if (document) void navigate({ to: '/documents/$id', params: { id: document.id }, search: { posted: '1' } })
  }

  const discard = () => {
    clear()
    setProblems([])
    if (start.draft) void navigate({ to: '/documents/$id', params: { id: start.draft } })
  }

  return { before, editing: draft.editing ?? null, setEditing: (editing: Editing) => set({ editing }), draft, set, setLines, filled, problems, check, refuse, posted, discard, savedAt, restored: restored && savedAt !== null }
}

export type LineForm = ReturnType<typeof useLineForm>
