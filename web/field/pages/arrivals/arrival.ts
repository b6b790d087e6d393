// What arrived of a transfer or a waybill, as it is counted line by line; and the operations that it becomes.
import { add, compare, isZero, subtract } from '../../../shared/decimal.ts'
import { serverNow } from '../../clock.ts'
import { draft } from '../../draft.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import type { Transfer, Waybill } from '../../snapshot/tasks.ts'

export const differenceReasons = ['SHORT_LOADED', 'LOST_ON_WAY', 'DAMAGED', 'WET', 'WRONG_GOODS', 'OTHER'] as const
export type DifferenceReason = (typeof differenceReasons)[number]
export type Difference = { short: string; damaged: string; reason: DifferenceReason | null }

/** received: of a transfer, lines that differ; differences: of a waybill. Quantities as typed. */
export type Arrival = { id: string; received: Record<number, string>; differences: Record<number, Difference>; note: string; signedName: string | null }
const empty = (id: string): Arrival => ({ id, received: {}, differences: {}, note: '', signedName: null })

const kept = draft<Arrival>('arrival', () => empty(''))

/** The count in hand of one document; another's is forgotten. */
export function useArrival(id: string): [Arrival, (part: Partial<Arrival>) => void] {
  const current = kept.use()
  return [current.id === id ? current : empty(id), (part) => kept.set({ ...(kept.get().id === id ? kept.get() : empty(id)), ...part })]
}

export const forgetArrival = (): void => kept.reset()

/** Brings a count back that was refused. */
export const resumeArrival = (arrival: Arrival): void => kept.set(arrival)

export const receivedOf = (arrival: Arrival, line: Transfer['movements'][number]): string => arrival.received[line.lineNo] ?? line.quantity
export const missingOf = (arrival: Arrival, line: Transfer['movements'][number]): string => subtract(line.quantity, receivedOf(arrival, line))

export function recordTransferArrival(transfer: Transfer, arrival: Arrival, account: string, replaces: number | null) {
  const site = transfer.counterSite!
  const differing = transfer.movements.filter((line) => !isZero(missingOf(arrival, line)))
  const lines = transfer.movements.map((line) => ({ ...line, quantity: receivedOf(arrival, line) }))
  return record({
    kind: 'receiveTransfer', account, subject: transfer.id,
    input: { documentId: transfer.id, arrivals: differing.map((line) => ({ lineNo: line.lineNo, received: receivedOf(arrival, line) })), note: arrival.note.trim() || null },
    effects: lines.filter((line) => !isZero(line.quantity)).map((line) => ({ site: site.id, item: line.item.id, lot: line.lot.id, lotNo: line.lot.lotNo, expiresOn: line.lot.expiresOn, delta: line.quantity })),
    shown: shownOf(site, lines.map(({ item, quantity }) => ({ item, quantity })), transfer.number),
    form: { page: `/arrivals/transfer/${transfer.id}`, draft: arrival },
  }, replaces)
}

const none: Difference = { short: '0', damaged: '0', reason: null }
export const differenceOf = (arrival: Arrival, lineNo: number): Difference => arrival.differences[lineNo] ?? none
const value = (typed: string) => add('0', typed === '' ? '0' : typed.replace(/\.$/, ''))
export const lackOf = (difference: Difference): string => add(value(difference.short), value(difference.damaged))
export const goodOf = (arrival: Arrival, line: Waybill['lines'][number]): string => subtract(line.sent, lackOf(differenceOf(arrival, line.lineNo)))

/** Whether a line of a waybill can be signed as it is: not more is wrong than was sent, and a reason where something is. */
export function isAccounted(arrival: Arrival, line: Waybill['lines'][number]): boolean {
  const difference = differenceOf(arrival, line.lineNo)
  return isZero(lackOf(difference)) || (difference.reason !== null && compare(goodOf(arrival, line), '0') >= 0)
}

export function recordWaybillArrival(waybill: Waybill, arrival: Arrival, signedName: string, account: string, replaces: number | null) {
  const differing = waybill.lines.filter((line) => !isZero(lackOf(differenceOf(arrival, line.lineNo))))
  const lines = waybill.lines.map((line) => ({ item: line.item, lot: line.lot, quantity: goodOf(arrival, line) }))
  return record({
    kind: 'confirmArrival', account, subject: waybill.id,
    input: {
      waybillId: waybill.id, signedName, arrivedAt: serverNow(),
      lines: differing.map((line) => {
        const { short, damaged, reason } = differenceOf(arrival, line.lineNo)
        return { lineNo: line.lineNo, received: goodOf(arrival, line), short: value(short), damaged: value(damaged), reason }
      }),
    },
    effects: lines.filter((line) => !isZero(line.quantity)).map((line) => ({ site: waybill.toSite.id, item: line.item.id, lot: line.lot.id, lotNo: line.lot.lotNo, expiresOn: line.lot.expiresOn, delta: line.quantity })),
    shown: shownOf(waybill.toSite, lines, waybill.number),
    form: { page: `/arrivals/waybill/${waybill.id}`, draft: arrival },
  }, replaces)
}
