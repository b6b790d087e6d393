// A refused operation back in its form, to be changed and sent in its place.
import type { Operation } from '../../shared/outbox/operation.ts'
import { resumeArrival, type Arrival } from './arrivals/arrival.ts'
import { moving, type Moving } from './bins/moving.ts'
import { review, type Review } from './count/draft.ts'
import { outgoing, type Outgoing } from './outgoing/outgoing.ts'
import { receipt, type Receipt } from './receive/receipt.ts'

/** Fills the form in and gives its address. Forms about one document are told by their address which operation they replace. */
export function reopen(operation: Operation): string {
  const { page, draft } = operation.form!
  if (operation.kind === 'receiveGoods') receipt.set({ ...(draft as Receipt), replaces: operation.seq })
  else if (operation.kind === 'issueGoods') outgoing('issue').set({ ...(draft as Outgoing), replaces: operation.seq })
  else if (operation.kind === 'transferGoods' && page.startsWith('/transfer/')) outgoing('transfer').set({ ...(draft as Outgoing), replaces: operation.seq })
  else {
    if (operation.kind === 'transferGoods') moving.set(draft as Moving)
    if (operation.kind === 'enterStockCount') review.set(draft as Review)
    if (operation.kind === 'receiveTransfer' || operation.kind === 'confirmArrival') resumeArrival(draft as Arrival)
    return `${page}?replaces=${operation.seq}`
  }
  return page
}
