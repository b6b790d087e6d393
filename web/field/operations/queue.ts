// The one outbox of this page.
import { useSyncExternalStore } from 'react'
import { isOpen, isPending, isUnsure, type NewOperation, type Operation } from '../../shared/outbox/operation.ts'
import { Outbox, type OutboxView } from '../../shared/outbox/outbox.ts'
import { OutboxStore } from '../../shared/outbox/store.ts'
import { serverNow } from '../clock.ts'
import { sendOperation, type InputOf, type Write } from './writes.ts'

let outbox: Outbox | null = null
let account: string | null = null

/** Opens the queue and begins to send what an earlier page left. */
export async function openQueue(): Promise<Outbox> {
  outbox = new Outbox({ store: await OutboxStore.open(), send: sendOperation, account: () => account, online: () => navigator.onLine })
  window.addEventListener('online', outbox.wake)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && outbox?.wake())
  await outbox.start()
  return outbox
}

export function queue(): Outbox {
  if (!outbox) throw new Error('the queue is not open yet')
  return outbox
}

/** Tells the queue who is signed in; what others made waits for them. */
export function sendAs(next: string | null): void {
  if (account === next) return
  account = next
  if (next) outbox?.wake()
}

export const useQueue = (): OutboxView => useSyncExternalStore(queue().subscribe, queue().current)

export type Counts = { pending: number; rejected: number; others: number }

/** What waits, by whose it is. */
export function countsOf(operations: readonly Operation[], of: string | null): Counts {
  const mine = operations.filter((operation) => operation.account === of)
  return {
    pending: mine.filter(isPending).length,
    rejected: mine.filter((operation) => operation.state === 'REJECTED').length,
    others: operations.filter((operation) => operation.account !== of && isOpen(operation)).length,
  }
}

/**
 * Whether what was read of a site since askedAt may or may not hold an operation of this phone: one was sent and its answer is
 * missing, or came only after the question.
 */
export function inDoubt(site: string, askedAt: number): boolean {
  return queue().current().operations.some((operation) => operation.effects.some((effect) => effect.site === site) && (isUnsure(operation) || (operation.answeredAt ?? 0) > askedAt))
}

type Made<W extends Write> = Omit<NewOperation, 'kind' | 'input' | 'occurredAt'> & { kind: W; input: InputOf<W> }

/** Writes an operation down and sends it as soon as may be. Fulfilled once it is safe on this phone. */
export const record = <W extends Write>(made: Made<W>, replaces: number | null = null): Promise<Operation> =>
  queue().enqueue({ ...made, input: made.input as Record<string, unknown>, occurredAt: serverNow() }, replaces)
