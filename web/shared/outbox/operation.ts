// An operation: one write that a person made on this machine, from the moment it was made until the server has answered it.
import type { Refusal } from '../graphql/ask.ts'

/**
 * QUEUED waits for its turn; SENDING was handed to the network (after a crash: its fate is unknown, it goes again with the
 * same key); REJECTED was refused and waits for a person; DONE, VOID (given up, with a reason) and REPLACED (sent anew with
 * other figures) are settled.
 */
export type OperationState = 'QUEUED' | 'SENDING' | 'REJECTED' | 'DONE' | 'VOID' | 'REPLACED'

/** What an operation will do to the figures of a site once the server has it. lot null: a lot that is new with this operation. */
export type Effect = { site: string; item: string; lot: string | null; lotNo: string; expiresOn: string | null; delta: string }

/** What people read of an operation, without asking the server: names in both languages. */
export type Shown = {
  place: { nameZh: string; nameEn: string } | null
  about: string
  lines: readonly { nameZh: string; nameEn: string; quantity: string; unitZh: string; unitEn: string }[]
}

/** What the server answered. warnings: none with what an earlier version of the app kept. */
export type Answer = { replayed: boolean; documentId: string | null; number: string | null; warnings?: readonly Refusal[] }

export type NewOperation = {
  /** The mutation. */
  kind: string
  /** Its input without the request key, which is the operation's own. */
  input: Readonly<Record<string, unknown>>
  /** Who made it: nobody else may send it. */
  account: string
  /** The document, waybill or task that it acts on: while an earlier one about it is rejected, later ones wait. */
  subject: string | null
  /** When it happened, by the server's clock as far as this machine knows it. */
  occurredAt: string
  effects: readonly Effect[]
  shown: Shown
  /** Where its form is, and what was filled in, to change it after a refusal. */
  form: { page: string; draft: unknown } | null
}

export type Operation = NewOperation & {
  seq: number
  /** The place in the queue: its seq, or that of the operation which it replaces. */
  order: number
  /** The request key, made once. */
  key: string
  state: OperationState
  attempts: number
  /** By the clock of this machine, in milliseconds. */
  attemptedAt: number | null
  answeredAt: number | null
  refusals: readonly Refusal[]
  answer: Answer | null
  voidReason: string
}

export const isPending = (operation: Operation): boolean => operation.state === 'QUEUED' || operation.state === 'SENDING'

/** Not settled: it would be lost if this machine forgot it now. */
export const isOpen = (operation: Operation): boolean => isPending(operation) || operation.state === 'REJECTED'

/** Whether the server may or may not have it: it was sent, and no answer came. */
export const isUnsure = (operation: Operation): boolean => isPending(operation) && operation.attempts > 0

/**
 * The next operation to send for an account, of all in order of the queue: strictly in order, except that what concerns a
 * document with an earlier unsettled refusal waits, and that what others made waits for them.
 */
export function nextToSend(operations: readonly Operation[], account: string): Operation | null {
  const held = new Set<string>()
  for (const operation of operations) {
    const { subject } = operation
    if (operation.state === 'REJECTED' && subject) held.add(subject)
    if (!isPending(operation)) continue
    if (operation.account === account && !(subject && held.has(subject))) return operation
    if (subject) held.add(subject)
  }
  return null
}
