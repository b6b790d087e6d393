// A receipt that is being filled in, and the operation that it becomes.
import { compare } from '../../../shared/decimal.ts'
import { draft } from '../../draft.ts'
import { baseUnits } from '../../parts/quantityText.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import { serverNow } from '../../clock.ts'
import type { Place } from '../../session/place.ts'
import { withLabel, type Label } from '../../parts/label.ts'
import type { Item } from '../../snapshot/catalogue.ts'

export const receiptReasons = ['PURCHASE', 'DONATION', 'PRODUCTION', 'REQUISITION', 'RETURN'] as const
export type ReceiptReason = (typeof receiptReasons)[number]

export type ReceiptLine = { item: Item; lotNo: string; serialNo: string; expiresOn: string | null; quantity: string; inPacks: boolean }
/** What is known so far of the line in hand; digits: the expiry as typed; quantity as typed. */
export type LineInHand = ReceiptLine & { digits: string }
export type Receipt = { site: string; lines: readonly ReceiptLine[]; inHand: LineInHand | null; reason: ReceiptReason; note: string; replaces: number | null }

export const receipt = draft<Receipt>('receipt', () => ({ site: '', lines: [], inHand: null, reason: 'PURCHASE', note: '', replaces: null }))

export const lineOf = (item: Item): LineInHand => ({ item, lotNo: '', serialNo: '', expiresOn: null, digits: '', quantity: item.tracking === 'SERIAL' ? '1' : '', inPacks: item.tracking !== 'SERIAL' && compare(item.packSize, '1') > 0 })

export type ReceiptStep = 'item' | 'lot' | 'serial' | 'expiry' | 'quantity' | 'review'

/** The line with what a label said: what it did not say is asked for. */
export function labelled(line: LineInHand, label: Label): LineInHand {
  const known = withLabel(line, label)
  return label.inPacks === null || line.item.tracking === 'SERIAL' ? known : { ...known, inPacks: label.inPacks }
}

/** The first question about a line to which there is no answer yet. */
export function firstOpen(line: LineInHand): ReceiptStep {
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

export const addLine = (form: Receipt, { digits: _, ...line }: LineInHand): Receipt => ({ ...form, lines: [...form.lines, line], inHand: null })

/** Writes the receipt down as an operation. */
export function recordReceipt(form: Receipt, place: Place, account: string) {
  return record({
    kind: 'receiveGoods', account, subject: null,
    input: {
      siteId: place.id, reason: form.reason, occurredAt: serverNow(), note: form.note.trim() || null,
      lines: form.lines.map(({ item, lotNo, serialNo, expiresOn, quantity, inPacks }) => ({ itemId: item.id, quantity, inPacks, lotNo, serialNo: serialNo || null, expiresOn })),
    },
    effects: form.lines.map(({ item, lotNo, expiresOn, quantity, inPacks }) => ({ site: place.id, item: item.id, lot: null, lotNo, expiresOn, delta: baseUnits(quantity, inPacks, item.packSize) })),
    shown: shownOf(place, form.lines),
    form: { page: '/receive/review', draft: form },
  }, form.replaces)
}
