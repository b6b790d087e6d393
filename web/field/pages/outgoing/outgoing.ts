// Goods that leave the site, issued or transferred: the form that is being filled in, and the operation that it becomes.
import { compare } from '../../../shared/decimal.ts'
import type { Label } from '../../parts/label.ts'
import { baseUnits } from '../../parts/quantityText.ts'
import type { Effect } from '../../../shared/outbox/operation.ts'
import { serverNow } from '../../clock.ts'
import { draft, type Draft } from '../../draft.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import type { Place } from '../../session/place.ts'
import type { Item, Site } from '../../snapshot/catalogue.ts'
import { pickLots, type ItemFigures, type LotLine } from '../../snapshot/projection.ts'

export const issueReasons = ['CONSUMPTION', 'DISTRIBUTION', 'INCIDENT', 'LOAN', 'ROTATION'] as const
export type IssueReason = (typeof issueReasons)[number]
export type Direction = 'issue' | 'transfer'

/** lot null: first expired, first out. */
export type OutgoingLine = { item: Item; quantity: string; inPacks: boolean; lot: { id: string; lotNo: string; serialNo: string } | null }
export type Outgoing = {
  site: string
  lines: readonly OutgoingLine[]
  inHand: OutgoingLine | null
  reason: IssueReason
  incident: string | null
  to: Pick<Site, 'id' | 'code' | 'nameZh' | 'nameEn'> | null
  note: string
  replaces: number | null
}

const empty = (): Outgoing => ({ site: '', lines: [], inHand: null, reason: 'CONSUMPTION', incident: null, to: null, note: '', replaces: null })
const drafts: Record<Direction, Draft<Outgoing>> = { issue: draft('issue', empty), transfer: draft('transfer', empty) }
export const outgoing = (direction: Direction): Draft<Outgoing> => drafts[direction]

export const startLine = (item: Item): OutgoingLine => ({ item, quantity: item.tracking === 'SERIAL' ? '1' : '', inPacks: false, lot: null })

/**
 * A line with what a label said. sure: the lot on the label is one that may go from here, or the label names none; otherwise a person
 * looks at the lots.
 */
export function labelled(item: Item, label: Label, lots: readonly LotLine[]): { line: OutgoingLine; sure: boolean } {
  const line = { ...startLine(item), ...(label.inPacks !== null && item.tracking !== 'SERIAL' ? { inPacks: label.inPacks } : {}) }
  const named = item.tracking === 'SERIAL' ? label.serialNo : label.lotNo
  if (named === null) return { line, sure: true }
  const fits = lots.filter((lot) => (item.tracking === 'SERIAL' ? lot.serialNo : lot.lotNo) === named && lot.lot && compare(lot.available, '0') > 0)
  const lot = fits.length === 1 ? fits[0]! : null
  return lot?.lot ? { line: { ...line, lot: { id: lot.lot, lotNo: lot.lotNo, serialNo: lot.serialNo } }, sure: true } : { line, sure: false }
}

export const unitsOf = (line: OutgoingLine): string => baseUnits(line.quantity || '0', line.inPacks, line.item.packSize)

/** What an operation will do to the figures of the site, lot by lot, as the server will most likely pick them. */
function effectsOf(form: Outgoing, place: Place, figures: (item: string) => ItemFigures, owners: ReadonlySet<string>, arrivesAt: string | null): Effect[] {
  return form.lines.flatMap((line) => {
    const { picks, missing } = pickLots(figures(line.item.id), unitsOf(line), owners, line.lot?.id ?? null)
    const parts = picks.map(({ line: lot, quantity }) => ({ lot: lot.lot, lotNo: lot.lotNo, expiresOn: lot.expiresOn, quantity }))
    if (missing !== '0') parts.push({ lot: line.lot?.id ?? null, lotNo: line.lot?.lotNo ?? '', expiresOn: null, quantity: missing })
    return parts.flatMap(({ quantity, ...lot }) => [
      { site: place.id, item: line.item.id, ...lot, delta: '-' + quantity },
      ...(arrivesAt ? [{ site: arrivesAt, item: line.item.id, ...lot, delta: quantity }] : []),
    ])
  })
}

/** Writes the goods down as an operation. keeps: the sites that the caller keeps, where transferred goods arrive at once. */
export function recordOutgoing(direction: Direction, form: Outgoing, place: Place, account: string, figures: (item: string) => ItemFigures, owners: ReadonlySet<string>, keeps: ReadonlySet<string>) {
  const lines = form.lines.map(({ item, quantity, inPacks, lot }) => ({ itemId: item.id, quantity, inPacks, lotId: lot?.id ?? null }))
  const shared = { account, subject: null, form: { page: `/${direction}/review`, draft: form } }
  const common = { siteId: place.id, occurredAt: serverNow(), note: form.note.trim() || null, lines }
  if (direction === 'issue') {
    return record({
      ...shared, kind: 'issueGoods', input: { ...common, reason: form.reason, incidentId: form.reason === 'INCIDENT' ? form.incident : null },
      effects: effectsOf(form, place, figures, owners, null), shown: shownOf(place, form.lines),
    }, form.replaces)
  }
  const to = form.to!
  return record({
    ...shared, kind: 'transferGoods', input: { ...common, toSiteId: to.id },
    effects: effectsOf(form, place, figures, owners, keeps.has(to.id) ? to.id : null), shown: shownOf(to, form.lines),
  }, form.replaces)
}
