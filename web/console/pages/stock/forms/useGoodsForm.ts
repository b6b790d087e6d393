// What the forms about goods at a site share (adjust, scrap, return): the draft, the lines, what lies there, and what is wrong.
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { Refused } from '../../../../shared/graphql/ask.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWordError, wordRefusal } from '../../../../shared/i18n/refusals.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { useItemByCode } from '../../../parts/items.ts'
import { useSites } from '../../../parts/sites.ts'
import { useViewer } from '../../../useSession.ts'
import { holdsKey, askHolds } from '../holds/holdQueries.ts'
import { askBalances } from '../stockQueries.ts'
import { useServerDraft, type Editing, type ServerDraft } from './draftDocument.ts'
import { choiceKey, goodsChoices, goodsProblems, isBlankGoods, newGoodsLine, type GoodsChoice, type GoodsLine } from './goods.ts'
import { nextKey } from './lines.ts'
import { useDraft } from './useDraft.ts'
import type { Problem } from './useLineForm.ts'
import { goodsWords } from './goodsWords.ts'

export type GoodsDraft = { site: string; reason: string; note: string; occurredAt: string; lines: GoodsLine[]; editing: Editing | null }
type Start = { site?: string | undefined; item?: string | undefined; lot?: string | undefined; hold?: string | undefined; draft?: string | undefined }

const nothingTyped = (draft: GoodsDraft) => draft.note === '' && draft.reason === '' && draft.lines.length <= 1 && draft.lines.every((line) => line.quantity.trim() === '')

const typedBefore = (draft: ServerDraft): GoodsDraft => ({
  site: draft.site.code, reason: draft.reason, note: draft.note, occurredAt: '', editing: { id: draft.id, revision: draft.revision },
  lines: draft.draftLines.map((line, index) => ({ ...newGoodsLine(index + 1, line.item), lotId: line.lot?.id ?? null, reserveId: line.reserve?.id ?? null, holdId: line.holdId, quantity: line.quantity, found: line.found })),
})

/** byHold: a hold is chosen by itself; false: a lot with its holds, as an adjustment takes it. */
export function useGoodsForm(form: 'adjust' | 'scrap' | 'return', start: Start, byHold: boolean) {
  const t = useWords(goodsWords)
  const say = useWordError()
  const navigate = useNavigate()
  const viewer = useViewer()
  const home = viewer.keepsSites[0]?.code ?? ''
  const begin = useCallback((): GoodsDraft => ({ site: start.site ?? home, reason: '', note: '', occurredAt: '', lines: [newGoodsLine(1)], editing: null }), [start.site, home])
  const { draft, change, clear, savedAt, restored } = useDraft<GoodsDraft>(start.draft ? `${form}:${start.draft}` : form, begin, nothingTyped)
  const before = useServerDraft(start.draft, restored, (found) => change(() => typedBefore(found)))
  const [problems, setProblems] = useState<Problem[]>([])

  // A link may name the item, its lot and a hold: they go onto the first line that is free.
  const asked = useItemByCode(start.item).data
  useEffect(() => {
    if (!asked) return
    change((now) => {
      const same = (line: GoodsLine) => line.item?.code === asked.code && line.lotId === (start.lot ?? line.lotId) && line.holdId === (start.hold ?? line.holdId)
      if (now.lines.some(same)) return now
      const named = { ...newGoodsLine(nextKey(now.lines), asked), lotId: start.lot ?? null, holdId: start.hold ?? null }
      const free = now.lines.find(isBlankGoods)
      return { ...now, site: start.site ?? now.site, lines: free ? now.lines.map((line) => (line === free ? { ...named, key: line.key } : line)) : [...now.lines, named] }
    })
  }, [asked, change, start.site, start.lot, start.hold])

  const site = useSites().data?.find((one) => one.code === draft.site && viewer.keepsSites.some((kept) => kept.code === one.code))
  const siteId = site?.id
  const itemIds = [...new Set(draft.lines.flatMap((line) => (line.item ? [line.item.id] : [])))]
  const balances = useQueries({ queries: itemIds.map((itemId) => ({ queryKey: ['balances', { siteId, itemId, first: 250 }], queryFn: () => askBalances({ siteId, itemId, first: 250 }), enabled: siteId !== undefined })) })
  const holds = useQueries({ queries: itemIds.map((itemId) => ({ queryKey: [...holdsKey, { siteId, itemId, liveOnly: true, first: 250 }], queryFn: () => askHolds({ siteId: siteId ?? null, itemId, liveOnly: true, first: 250 }), enabled: siteId !== undefined })) })
  const choices = new Map<string, GoodsChoice[]>(itemIds.flatMap((id, index) => {
    const lots = balances[index]?.data?.nodes
    const held = holds[index]?.data?.nodes
    return lots && held ? [[id, goodsChoices(lots, held, byHold)] as const] : []
  }))
  // A link or a draft may name a lot without its reserve: the only one that it lies there for.
  const choiceOf = (line: GoodsLine): GoodsChoice | undefined => {
    const all = line.item ? choices.get(line.item.id) : undefined
    return all?.find((one) => one.key === choiceKey(line)) ?? (line.reserveId === null && line.lotId ? all?.find((one) => one.lotId === line.lotId && one.holdId === line.holdId) : undefined)
  }

  const set = (part: Partial<GoodsDraft>) => change((now) => ({ ...now, ...part }))
  const setLine = (key: number, part: Partial<GoodsLine>) => change((now) => ({ ...now, lines: now.lines.map((line) => (line.key === key ? { ...line, ...part } : line)) }))
  const addLine = () => change((now) => ({ ...now, lines: [...now.lines, newGoodsLine(nextKey(now.lines))] }))
  const removeLine = (key: number) => change((now) => ({ ...now, lines: now.lines.length > 1 ? now.lines.filter((line) => line.key !== key) : [newGoodsLine(nextKey(now.lines))] }))
  const filled = draft.lines.filter((line) => !isBlankGoods(line))

  const check = (more: (string | false)[]): boolean => {
    const found: Problem[] = more.flatMap((text) => (text ? [{ key: null, text }] : []))
    if (filled.length === 0) found.push({ key: null, text: t('noLines') })
    for (const line of filled) {
      const choice = choiceOf(line)
      for (const code of goodsProblems(line, choice)) found.push({ key: line.key, text: t(code, { most: choice ? quantity(choice.most) : '' }) })
    }
    setProblems(found)
    return found.length === 0
  }
  const refuse = (error: unknown) => {
    if (!(error instanceof Refused)) return setProblems([{ key: null, text: say(error) }])
    for (const query of [...balances, ...holds]) void query.refetch() // the figures that it was decided upon may be others by now
    setProblems(error.refusals.map((refusal) => {
      const index = refusal.fields.flatMap((field) => /^lines\.(\d+)/.exec(field)?.[1] ?? [])[0]
      return { key: index === undefined ? null : (filled[Number(index)]?.key ?? null), text: wordRefusal(refusal) }
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
  return {
    draft, set, setLine, addLine, removeLine, filled, site, choices, choiceOf, check, refuse, posted, discard, problems, savedAt, before,
    restored: restored && savedAt !== null, editing: draft.editing, setEditing: (editing: Editing) => set({ editing }),
    failed: [...balances, ...holds].some((query) => query.error),
  }
}

export type GoodsForm = ReturnType<typeof useGoodsForm>
