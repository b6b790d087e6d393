// Goods that leave the site, issued or transferred: the form that is being filled in, and the operation that it becomes.
import { compare } from '../../../shared/decimal.ts'
import type { Label } from '../../parts/label.ts'
import { baseUnits, oneMore } from '../../parts/quantityText.ts'
import type { Effect } from '../../../shared/outbox/operation.ts'
import type { BinChoice } from '../../../shared/storage.ts'
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

/** Why goods that a label names may not go: their day is past, none are here, they are on hold, reserved, or several reserves hold them. */
export type WhyNot = 'EXPIRED' | 'ABSENT' | 'ON_HOLD' | 'RESERVED' | 'SEVERAL'
export type LotRefusal = { no: string; why: WhyNot; expiresOn: string | null }
/** lot null: first expired, first out. bin: where it is put, at a site of one's own. tallied: the quantity was made by scans; refused: the lot of the label that began the line may not go. */
export type OutgoingLine = { bin?: BinChoice | null; item: Item; quantity: string; inPacks: boolean; lot: { id: string; lotNo: string; serialNo: string } | null; tallied?: boolean; refused?: LotRefusal | null }
export type Outgoing = {
  site: string
  lines: readonly OutgoingLine[]
  inHand: OutgoingLine | null
  reason: IssueReason
  incident: string | null
  to: Pick<Site, 'id' | 'code' | 'nameZh' | 'nameEn'> | null
  note: string
  /** Why it is put where a rule of storage stands against it. */
  storageOverride?: string
  replaces: number | null
}

const empty = (): Outgoing => ({ site: '', lines: [], inHand: null, reason: 'CONSUMPTION', incident: null, to: null, note: '', replaces: null })
const drafts: Record<Direction, Draft<Outgoing>> = { issue: draft('issue', empty), transfer: draft('transfer', empty) }
export const outgoing = (direction: Direction): Draft<Outgoing> => drafts[direction]

export const startLine = (item: Item): OutgoingLine => ({ item, quantity: item.tracking === 'SERIAL' ? '1' : '', inPacks: false, lot: null })

const spoken = (item: Pick<Item, 'tracking'>, lot: Pick<LotLine, 'lotNo' | 'serialNo'>): string => (item.tracking === 'SERIAL' ? lot.serialNo : lot.lotNo)

/** The lot, or the one thing, of a number that may go from here, or why none may. Several reserves of one lot: a person says which. */
export function lotToGo(item: Pick<Item, 'tracking'>, no: string, lots: readonly LotLine[]): { lot: NonNullable<OutgoingLine['lot']> } | { refused: LotRefusal } {
  const named = lots.filter((lot) => spoken(item, lot) === no)
  const fits = named.filter((lot) => lot.lot && compare(lot.available, '0') > 0)
  const [lot] = fits
  if (fits.length === 1) return { lot: { id: lot!.lot!, lotNo: lot!.lotNo, serialNo: lot!.serialNo } }
  const has = (part: 'expired' | 'onHold' | 'reserved') => named.find((row) => row.row && compare(row.row[part], '0') > 0)
  const why: WhyNot = lot ? 'SEVERAL' : has('expired') ? 'EXPIRED' : has('onHold') ? 'ON_HOLD' : has('reserved') ? 'RESERVED' : 'ABSENT'
  return { refused: { no, why, expiresOn: named[0]?.expiresOn ?? null } }
}

/** The line of a label that was scanned to begin with: one pack of it is in hand, of the lot that it names, where that may go. */
export function labelled(item: Item, label: Label, lots: readonly LotLine[]): OutgoingLine {
  const serial = item.tracking === 'SERIAL'
  const begun = serial || label.factor === null ? null : oneMore('', false, label.factor, item.packSize)
  const line: OutgoingLine = { ...startLine(item), ...(begun && { quantity: begun.text, inPacks: begun.inPacks, tallied: true }) }
  const named = serial ? label.serialNo : label.lotNo
  return named === null ? line : { ...line, ...lotToGo(item, named, lots) }
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
    ...shared, kind: 'transferGoods',
    input: { ...common, toSiteId: to.id, storageOverride: form.storageOverride?.trim() || null, lines: lines.map((line, index) => ({ ...line, toBinId: keeps.has(to.id) ? (form.lines[index]!.bin?.id ?? null) : null })) },
    effects: effectsOf(form, place, figures, owners, keeps.has(to.id) ? to.id : null), shown: shownOf(to, form.lines),
  }, form.replaces)
}
