// A receipt that is being filled in, and the operation that it becomes.
import { compare } from '../../../shared/decimal.ts'
import { draft } from '../../draft.ts'
import { baseUnits, oneMore } from '../../parts/quantityText.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import { serverNow } from '../../clock.ts'
import type { Place } from '../../session/place.ts'
import type { BinChoice } from '../../../shared/storage.ts'
import { withLabel, type Label } from '../../parts/label.ts'
import type { Item } from '../../snapshot/catalogue.ts'
import type { LotLine } from '../../snapshot/projection.ts'

export const receiptReasons = ['PURCHASE', 'DONATION', 'PRODUCTION', 'REQUISITION', 'RETURN'] as const
export type ReceiptReason = (typeof receiptReasons)[number]

export type ReceiptLine = { item: Item; lotNo: string; serialNo: string; expiresOn: string | null; quantity: string; inPacks: boolean; bin?: BinChoice | null }
/** Two expiries of what should be one: that which is registered of the lot (LOT) or was typed (TYPED), and that of the label. */
export type Dispute = { by: 'LOT' | 'TYPED'; known: string; label: string }
/**
 * What is known so far of the line in hand; digits: the expiry as typed; quantity as typed. registeredOf: the lot whose registered expiry
 * expiresOn is; null: a label or a person said it. dispute: not settled yet. tallied: the quantity was made by scans.
 */
export type LineInHand = ReceiptLine & { digits: string; registeredOf?: string | null; dispute?: Dispute | null; tallied?: boolean }
export type Receipt = { site: string; lines: readonly ReceiptLine[]; inHand: LineInHand | null; reason: ReceiptReason; note: string; storageOverride?: string; replaces: number | null }

export const receipt = draft<Receipt>('receipt', () => ({ site: '', lines: [], inHand: null, reason: 'PURCHASE', note: '', replaces: null }))

export const lineOf = (item: Item): LineInHand => ({ item, lotNo: '', serialNo: '', expiresOn: null, digits: '', quantity: item.tracking === 'SERIAL' ? '1' : '', inPacks: item.tracking !== 'SERIAL' && compare(item.packSize, '1') > 0 })

export type ReceiptStep = 'item' | 'lot' | 'serial' | 'dispute' | 'expiry' | 'quantity' | 'review'

/** The expiry that is registered of a lot among those that are known here; null: none is. */
export const registeredExpiry = (lots: readonly Pick<LotLine, 'lotNo' | 'serialNo' | 'expiresOn'>[], lotNo: string): string | null =>
  lots.find((lot) => !lot.serialNo && lot.lotNo === lotNo)?.expiresOn ?? null

/** The line with a lot number: the registered expiry of the lot goes with it, unless a label or a person said another: then one asks. */
export function withLot(line: LineInHand, lotNo: string, registered: string | null): LineInHand {
  const own = line.registeredOf && line.registeredOf !== lotNo ? { ...line, expiresOn: null, digits: '', registeredOf: null } : line
  const stated = own.registeredOf ? null : own.expiresOn
  if (registered && stated && stated !== registered) return { ...own, lotNo, expiresOn: null, dispute: { by: 'LOT', known: registered, label: stated } }
  return registered ? { ...own, lotNo, expiresOn: registered, registeredOf: lotNo, dispute: null } : { ...own, lotNo, dispute: null }
}

/** The line with what a label says: what it does not say stays, and what it says otherwise than is known is asked, not taken over. */
export function labelled(line: LineInHand, label: Label, lots: readonly Pick<LotLine, 'lotNo' | 'serialNo' | 'expiresOn'>[]): LineInHand {
  const lotNo = label.lotNo ?? line.lotNo
  const another = line.lotNo !== '' && lotNo !== line.lotNo
  const stated = line.registeredOf || another ? null : line.expiresOn
  const known = withLot(withLabel({ ...line, registeredOf: label.expiresOn ? null : (line.registeredOf ?? null) }, label), lotNo, lotNo ? registeredExpiry(lots, lotNo) : null)
  if (known.dispute || !label.expiresOn || !stated || stated === label.expiresOn) return known
  return { ...known, expiresOn: null, dispute: { by: 'TYPED', known: stated, label: label.expiresOn } }
}

/** The line of a label that was scanned to begin with: one pack of it is in hand. */
export function begun(item: Item, label: Label, lots: readonly LotLine[]): LineInHand {
  const line = labelled(lineOf(item), label, lots)
  if (item.tracking === 'SERIAL' || label.factor === null) return line
  const { text, inPacks } = oneMore('', line.inPacks, label.factor, item.packSize)
  return { ...line, quantity: text, inPacks, tallied: true }
}

/** The first question about a line to which there is no answer yet. */
export function firstOpen(line: LineInHand): ReceiptStep {
  if (line.dispute) return 'dispute'
  let step = stepAfter('item', line)
  while (step !== 'quantity' && step !== 'review' && (step === 'lot' ? line.lotNo : step === 'serial' ? line.serialNo : line.expiresOn)) step = stepAfter(step, line)
  return step
}

/** The question after a step, by what the item needs and what is known. */
export function stepAfter(step: ReceiptStep, line: LineInHand): ReceiptStep {
  const serial = line.item.tracking === 'SERIAL'
  if (step === 'item') return 'lot'
  if (step === 'lot' && serial) return 'serial'
  if ((step === 'lot' || step === 'serial') && line.item.shelfLifeDays !== null && !line.expiresOn) return 'expiry'
  if (step !== 'quantity' && step !== 'review' && !serial) return 'quantity'
  return 'review'
}

export const addLine = (form: Receipt, { digits: _, registeredOf: _of, dispute: _two, tallied: _by, ...line }: LineInHand): Receipt => ({ ...form, lines: [...form.lines, line], inHand: null })

/** Writes the receipt down as an operation. */
export function recordReceipt(form: Receipt, place: Place, account: string) {
  return record({
    kind: 'receiveGoods', account, subject: null,
    input: {
      siteId: place.id, reason: form.reason, occurredAt: serverNow(), note: form.note.trim() || null, storageOverride: form.storageOverride?.trim() || null,
      lines: form.lines.map(({ item, lotNo, serialNo, expiresOn, quantity, inPacks, bin }) => ({ itemId: item.id, quantity, inPacks, lotNo, serialNo: serialNo || null, expiresOn, binId: bin?.id ?? null })),
    },
    effects: form.lines.map(({ item, lotNo, expiresOn, quantity, inPacks }) => ({ site: place.id, item: item.id, lot: null, lotNo, expiresOn, delta: baseUnits(quantity, inPacks, item.packSize) })),
    shown: shownOf(place, form.lines),
    form: { page: '/receive/review', draft: form },
  }, form.replaces)
}
