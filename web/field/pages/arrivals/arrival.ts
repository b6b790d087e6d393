// What arrived of a transfer or a waybill, as it is counted line by line; and the operations that it becomes.
import { add, compare, isZero, subtract } from '../../../shared/decimal.ts'
import { serverNow } from '../../clock.ts'
import { draft } from '../../draft.ts'
import { record } from '../../operations/queue.ts'
import { shownOf } from '../../operations/shown.ts'
import type { Part } from '../../../shared/storage.ts'
import type { Transfer, Waybill } from '../../snapshot/tasks.ts'

export const differenceReasons = ['SHORT_LOADED', 'LOST_ON_WAY', 'DAMAGED', 'WET', 'WRONG_GOODS', 'OTHER'] as const
export type DifferenceReason = (typeof differenceReasons)[number]
export type Difference = { short: string; damaged: string; reason: DifferenceReason | null }

/**
 * received: of a transfer, lines that differ; differences: of a waybill. Quantities as typed. scanned: what scans have counted of a line, so
 * long as nobody typed another figure; bins: where what came by a transfer is put; storageOverride: why, where a rule stands against it.
 */
export type Arrival = {
  id: string; received: Record<number, string>; differences: Record<number, Difference>; scanned: Record<number, string>; bins: Record<number, readonly Part[]>
  note: string; storageOverride: string; signedName: string | null
}
const empty = (id: string): Arrival => ({ id, received: {}, differences: {}, scanned: {}, bins: {}, note: '', storageOverride: '', signedName: null })

const kept = draft<Arrival>('arrival', () => empty(''))

/** The count in hand of one document; another's is forgotten. */
export function useArrival(id: string): [Arrival, (part: Partial<Arrival>) => void] {
  const current = kept.use()
  return [current.id === id ? current : empty(id), (part) => kept.set({ ...(kept.get().id === id ? kept.get() : empty(id)), ...part })]
}

export const forgetArrival = (): void => kept.reset()

/** Brings a count back that was refused. */
export const resumeArrival = (arrival: Arrival): void => kept.set({ ...empty(arrival.id), ...arrival })

export const receivedOf = (arrival: Arrival, line: Transfer['movements'][number]): string => arrival.received[line.lineNo] ?? line.quantity

const without = <T>(record: Record<number, T>, lineNo: number): Record<number, T> => Object.fromEntries(Object.entries(record).filter(([key]) => key !== String(lineNo)))

/** A figure that a person gave of a line. */
export const withReceived = (arrival: Arrival, lineNo: number, received: string): Partial<Arrival> => ({ received: { ...arrival.received, [lineNo]: received }, scanned: without(arrival.scanned, lineNo) })
export const withDifference = (arrival: Arrival, lineNo: number, difference: Difference): Partial<Arrival> => ({ differences: { ...arrival.differences, [lineNo]: difference }, scanned: without(arrival.scanned, lineNo) })

/** The count with one more pack of a line of a transfer that was scanned: the first begins the count. Null: that were more than was sent. */
export function oneMoreReceived(arrival: Arrival, line: Transfer['movements'][number], pack: string): Partial<Arrival> | null {
  const counted = add(arrival.received[line.lineNo] ?? '0', pack)
  return compare(counted, line.quantity) > 0 ? null : { received: { ...arrival.received, [line.lineNo]: counted }, scanned: { ...arrival.scanned, [line.lineNo]: counted } }
}

/** oneMoreReceived for a line of a waybill: what is not counted yet is short, and why is for a person to say. */
export function oneMoreGood(arrival: Arrival, line: Waybill['lines'][number], pack: string): Partial<Arrival> | null {
  const before = arrival.differences[line.lineNo]
  const counted = add(before ? goodOf(arrival, line) : '0', pack)
  const damaged = before?.damaged ?? '0'
  const short = subtract(subtract(line.sent, value(damaged)), counted)
  if (compare(short, '0') < 0) return null
  const whole = isZero(short) && isZero(value(damaged))
  return { differences: { ...arrival.differences, [line.lineNo]: { short, damaged, reason: whole ? null : (before?.reason ?? null) } }, scanned: { ...arrival.scanned, [line.lineNo]: counted } }
}

/** Where what came of a line is put: as it was chosen, so long as it is so much still. */
export function partsOf(arrival: Arrival, line: Transfer['movements'][number]): readonly Part[] {
  const received = receivedOf(arrival, line)
  const parts = arrival.bins[line.lineNo] ?? []
  return parts.length > 1 && isZero(subtract(add('0', ...parts.map((part) => part.quantity)), received)) ? parts : [{ quantity: received, bin: parts.length === 1 ? parts[0]!.bin : null }]
}

export const missingOf = (arrival: Arrival, line: Transfer['movements'][number]): string => subtract(line.quantity, receivedOf(arrival, line))

export function recordTransferArrival(transfer: Transfer, arrival: Arrival, account: string, replaces: number | null) {
  const site = transfer.counterSite!
  const told = transfer.movements.flatMap((line) => {
    const parts = partsOf(arrival, line)
    return isZero(missingOf(arrival, line)) && parts.every((part) => part.bin === null) ? [] : parts.map((part) => ({ lineNo: line.lineNo, received: part.quantity, binId: part.bin?.id ?? null }))
  })
  const lines = transfer.movements.map((line) => ({ ...line, quantity: receivedOf(arrival, line) }))
  return record({
    kind: 'receiveTransfer', account, subject: transfer.id,
    input: { documentId: transfer.id, arrivals: told, note: arrival.note.trim() || null, storageOverride: arrival.storageOverride.trim() || null },
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
