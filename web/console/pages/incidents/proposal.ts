// The lines of an allocation, gathered by the need that they serve, and what a person has typed over them.
import { add, compare, fold, isZero, quantityProblem, subtract } from '../../../shared/decimal.ts'

type Ref = { readonly id: string }
export type NeedLike = Ref & { readonly quantity: string; readonly site: Ref; readonly item: Ref & { readonly code: string } }
export type LineLike = Ref & { readonly need: Ref; readonly quantity: string; readonly fromSite: Ref; readonly lot: Ref; readonly reserve: Ref }
export type ShortfallLike = { readonly need: Ref; readonly quantity: string }

/** A line that a person adds by hand; not sent yet. */
export type Addition = { readonly key: string; readonly needId: string; readonly fromSiteId: string; readonly lotId: string; readonly reserveId: string; readonly quantity: string }
/** What is typed and not saved: new quantities by line, and lines to add. */
export type Draft = { readonly edits: Readonly<Record<string, string>>; readonly additions: readonly Addition[] }
export const emptyDraft: Draft = { edits: {}, additions: [] }
export const isEmpty = (draft: Draft): boolean => Object.keys(draft.edits).length === 0 && draft.additions.length === 0

export type NeedGroup<N extends NeedLike, L extends LineLike, S extends ShortfallLike> = {
  readonly need: N
  readonly lines: readonly L[]
  readonly additions: readonly Addition[]
  readonly allotted: string
  /** Asked for and not served by these lines, by what is typed now; never below zero. */
  readonly short: string
  /** Why, as the server named it when it last counted. */
  readonly shortfall: S | undefined
}

/** The quantity of a line as typed; what is no number counts as it was, so that a sum can always be shown. */
export function typedOf(line: LineLike, scale: number, draft: Draft): string {
  const typed = draft.edits[line.id]
  return typed === undefined || quantityProblem(typed, scale, true) ? line.quantity : fold(typed)
}

/** elsewhere: what other approved allocations already give a need. Needs that nothing is asked for any more are left out. */
export function groupLines<N extends NeedLike, L extends LineLike, S extends ShortfallLike>(
  needs: readonly N[], lines: readonly L[], shortfalls: readonly S[], draft: Draft, scaleOf: (need: N) => number,
): NeedGroup<N, L, S>[] {
  const linesOf = new Map<string, L[]>()
  for (const line of lines) linesOf.set(line.need.id, [...(linesOf.get(line.need.id) ?? []), line])
  const shortfallOf = new Map(shortfalls.map((shortfall) => [shortfall.need.id, shortfall]))
  const groups: NeedGroup<N, L, S>[] = []
  for (const need of needs) {
    const mine = linesOf.get(need.id) ?? []
    const additions = draft.additions.filter((addition) => addition.needId === need.id)
    const shortfall = shortfallOf.get(need.id)
    if (mine.length === 0 && additions.length === 0 && !shortfall) continue
    const saved = add('0', ...mine.map((line) => line.quantity))
    const scale = scaleOf(need)
    const allotted = add('0', ...mine.map((line) => typedOf(line, scale, draft)), ...additions.map((addition) => (quantityProblem(addition.quantity, scale) ? '0' : fold(addition.quantity))))
    // What the server counted short, moved by what is typed since.
    const open = add(saved, shortfall?.quantity ?? '0')
    const missing = subtract(open, allotted)
    groups.push({ need, lines: mine, additions, allotted, short: missing.startsWith('-') ? '0' : missing, shortfall })
  }
  return groups
}

export type LineChange<L extends LineLike> = { readonly kind: 'changed'; readonly before: L; readonly after: L } | { readonly kind: 'gone'; readonly before: L } | { readonly kind: 'added'; readonly after: L }

/**
 * What somebody else changed between two readings of the lines, and the draft carried over: typed quantities stay unless their
 * line is gone or already says the same.
 */
export function carryOver<L extends LineLike>(before: readonly L[], after: readonly L[], draft: Draft): { changes: LineChange<L>[]; draft: Draft } {
  const then = new Map(before.map((line) => [line.id, line]))
  const now = new Map(after.map((line) => [line.id, line]))
  const changes: LineChange<L>[] = []
  for (const line of before) {
    const found = now.get(line.id)
    if (!found) changes.push({ kind: 'gone', before: line })
    else if (compare(found.quantity, line.quantity) !== 0) changes.push({ kind: 'changed', before: line, after: found })
  }
  for (const line of after) if (!then.has(line.id)) changes.push({ kind: 'added', after: line })
  const edits = Object.fromEntries(Object.entries(draft.edits).filter(([id, typed]) => {
    const line = now.get(id)
    return line !== undefined && !(quantityProblem(typed, 3, true) === null && compare(fold(typed), line.quantity) === 0)
  }))
  return { changes, draft: { edits, additions: draft.additions } }
}

/** The edits to send: only what differs from what is saved. */
export function editsOf(lines: readonly LineLike[], draft: Draft): { lineId: string; quantity: string }[] {
  return lines.flatMap((line) => {
    const typed = draft.edits[line.id]
    if (typed === undefined) return []
    const quantity = fold(typed)
    return compare(quantity, line.quantity) === 0 ? [] : [{ lineId: line.id, quantity }]
  })
}

/** Lines that count: those struck out stay for the record with a quantity of zero. */
export const live = <L extends LineLike>(lines: readonly L[]): L[] => lines.filter((line) => !isZero(line.quantity))

export type FlowSum = { readonly from: string; readonly to: string; readonly lines: number }

/** Lines from one site to another, counted: what the map draws. Goods used where they lie do not travel. */
export function flowsOf(lines: readonly { readonly fromSite: Ref; readonly toSite: Ref; readonly quantity: string }[]): FlowSum[] {
  const sums = new Map<string, FlowSum>()
  for (const line of lines) {
    if (line.fromSite.id === line.toSite.id || isZero(line.quantity)) continue
    const key = `${line.fromSite.id} ${line.toSite.id}`
    sums.set(key, { from: line.fromSite.id, to: line.toSite.id, lines: (sums.get(key)?.lines ?? 0) + 1 })
  }
  return [...sums.values()]
}
