// The lines of a document in whichever state it is: what it moved, what it will move, or what was typed.
import type { DocumentView } from './documentQueries.ts'

type Movement = DocumentView['movements'][number]
export type ShownLine = {
  lineNo: number
  item: Movement['item']
  lot: Movement['lot'] | null
  reserve: Movement['reserve'] | null
  quantity: string
  /** A draft counts whole packs of this name; null: base units. */
  pack: string | null
  from: string | null
  to: string | null
  onHold: boolean
  found: boolean
}
export type LineStage = 'moved' | 'waiting' | 'typed'

export function shownLines(document: Pick<DocumentView, 'movements' | 'waitingLines' | 'draftLines' | 'state'>): { stage: LineStage; lines: ShownLine[] } {
  if (document.movements.length > 0) return { stage: 'moved', lines: document.movements.map((line) => ({ ...line, pack: null, from: line.fromPlace, to: line.toPlace, onHold: false, found: false })) }
  if (document.waitingLines.length > 0 && document.state !== 'DRAFT')
    return { stage: 'waiting', lines: document.waitingLines.map((line) => ({ ...line, pack: null, from: line.fromPlace, to: line.toPlace, onHold: line.holdId !== null, found: false })) }
  return {
    stage: 'typed',
    lines: document.draftLines.map((line, index) => ({ lineNo: index + 1, item: line.item, lot: line.lot, reserve: line.reserve, quantity: line.quantity, pack: line.inPacks ? line.item.packageNameZh : null, from: null, to: null, onHold: line.holdId !== null, found: line.found })),
  }
}

/** Approvals that count, and how many are still asked for. */
export function approvalsOf(document: Pick<DocumentView, 'approvals' | 'approvalsAsked'>): { given: number; missing: number } {
  const given = document.approvals.filter((one) => !one.void && one.decision === 'APPROVED').length
  return { given, missing: Math.max(0, document.approvalsAsked - given) }
}

/** Paper entered later: recorded more than an hour after it happened. */
export const enteredLate = (document: { occurredAt: string; recordedAt: string }): boolean => Date.parse(document.recordedAt) - Date.parse(document.occurredAt) > 3_600_000

/**
 * Whether a form of the console can show all that a draft holds: levels of packing, the bins that goods leave, moves within a site
 * and the owner of what is issued are chosen elsewhere.
 */
export const editableHere = (document: Pick<DocumentView, 'kind' | 'draftLines' | 'site' | 'counterSite'>): boolean =>
  document.draftLines.every((line) => line.packId === null && line.binId === null && (line.toBinId === null || (document.kind === 'TRANSFER' && document.site.id !== document.counterSite?.id)) && (line.reserve === null || (document.kind !== 'ISSUE' && document.kind !== 'TRANSFER')))

const forms: Readonly<Record<string, string>> = { ISSUE: '/issue', TRANSFER: '/transfer', ADJUSTMENT: '/adjust', SCRAP: '/scrap', RETURN: '/return' }

/** The form that changes a document of a kind; null: none does. */
export const formOf = (kind: string): string | null => forms[kind] ?? null
