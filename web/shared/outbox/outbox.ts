// The outbox: every write is written down first and sent after, one at a time, in order, with a request key of its own, until
// the server has answered. What could not be sent stays; what was refused stays too, for a person to settle.
import { Refused, mustSignIn } from '../graphql/ask.ts'
import { isPending, nextToSend, type Answer, type NewOperation, type Operation } from './operation.ts'
import type { OutboxStore } from './store.ts'
import { turnOf, type Turn } from './turn.ts'

/** IDLE: nothing to send; SENDING; WAITING for the network until nextAt; SIGN_IN: somebody must sign in first. */
export type OutboxStatus = { phase: 'IDLE' | 'SENDING' | 'WAITING' | 'SIGN_IN'; nextAt: number | null }
export type OutboxView = { operations: readonly Operation[]; status: OutboxStatus }

export type OutboxOptions = {
  store: OutboxStore
  /** Sends one operation. Throws Unreachable (or anything that says no more), or Refused. */
  send: (operation: Operation) => Promise<Answer>
  /** Who is signed in; null: nobody that this machine knows. */
  account: () => string | null
  /** False: the machine knows that it has no network, so nothing is handed to it; waking is then for whoever hears of one. */
  online?: () => boolean
  turn?: Turn
  random?: () => number
}

const firstWait = 500
const longestWait = 30_000
/** A defect of the server may pass, as may an outage of its database; one that stays must not block all other work. */
const internalAttempts = 8
const turnTakenWait = 2_000

const isInternal = (error: Refused) => error.code === 'INTERNAL' || error.code === 'UNAVAILABLE'

export class Outbox {
  private view: OutboxView = { operations: [], status: { phase: 'IDLE', nextAt: null } }
  private readonly listeners = new Set<() => void>()
  private readonly channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('changping-outbox')
  private readonly turn: Turn
  private timer: ReturnType<typeof setTimeout> | null = null
  private failures = 0
  private running: Promise<void> | null = null
  private again = false

  constructor(private readonly options: OutboxOptions) {
    this.turn = options.turn ?? turnOf(options.store)
    this.channel?.addEventListener('message', () => void this.reload())
  }

  // What the screen reads. The functions are bound, so that they can be handed to useSyncExternalStore.
  readonly current = (): OutboxView => this.view
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Reads the queue and begins to send. */
  async start(): Promise<void> {
    await this.reload()
    this.wake()
  }

  /** Writes an operation down; when the promise is fulfilled it is safe, whatever happens to the network or the page. */
  async enqueue(made: NewOperation, replaces: number | null = null): Promise<Operation> {
    const operation = await this.options.store.add(made, replaces)
    await this.changed()
    this.wake()
    return operation
  }

  /** Gives a rejected operation up, and says why; what waited for it goes on. */
  async giveUp(seq: number, reason: string): Promise<void> {
    await this.options.store.change(seq, (operation) => (operation.state === 'REJECTED' ? { ...operation, state: 'VOID', voidReason: reason } : null))
    await this.changed()
    this.wake()
  }

  /** Takes back an operation that was never sent. */
  async withdraw(seq: number): Promise<boolean> {
    const withdrawn = await this.options.store.withdraw(seq)
    await this.changed()
    return withdrawn
  }

  /** Forgets what is settled, where everything is; false where something is not. */
  async clear(): Promise<boolean> {
    const cleared = await this.options.store.clear()
    await this.changed()
    return cleared
  }

  /** Sends now: at the start, when the network is back, when somebody has signed in, when a person asks. */
  readonly wake = (): void => {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.running) {
      this.again = true
      return
    }
    this.again = false
    this.running = this.turn((still) => this.drain(still))
      .then((had) => {
        if (!had && this.view.operations.some(isPending)) this.later(turnTakenWait)
      })
      .catch(() => this.later(longestWait)) // the store of the browser failed: nothing was sent that was not written down
      .finally(() => {
        this.running = null
        if (this.again) this.wake()
      })
  }

  /** When nothing is being sent any more; for tests and for signing out. */
  async settled(): Promise<void> {
    while (this.running) await this.running
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer)
    this.channel?.close()
    this.listeners.clear()
  }

  private async drain(still: () => Promise<boolean>): Promise<void> {
    const { store, send, account } = this.options
    for (;;) {
      const who = account()
      const next = who === null ? null : nextToSend(await store.all(), who)
      if (!next || !(await still())) {
        await this.changed({ phase: 'IDLE', nextAt: null })
        return
      }
      if (this.options.online?.() === false) {
        await this.changed({ phase: 'WAITING', nextAt: null })
        return
      }
      const operation = await store.change(next.seq, (now) => (isPending(now) ? { ...now, state: 'SENDING', attempts: now.attempts + 1, attemptedAt: Date.now() } : null))
      if (!operation) continue // taken back, meanwhile
      await this.changed({ phase: 'SENDING', nextAt: null })
      try {
        const answer = await send(operation)
        await store.change(operation.seq, (now) => ({ ...now, state: 'DONE', answer, answeredAt: Date.now(), refusals: [] }))
      } catch (error) {
        if (mustSignIn(error)) {
          await this.keep(operation)
          await this.changed({ phase: 'SIGN_IN', nextAt: null })
          return
        }
        if (!(error instanceof Refused) || (isInternal(error) && operation.attempts < internalAttempts)) {
          await this.keep(operation)
          await this.wait()
          return
        }
        await store.change(operation.seq, (now) => ({ ...now, state: 'REJECTED', refusals: error.refusals, answeredAt: Date.now() }))
      }
      this.failures = 0
      await store.prune()
      await this.changed()
    }
  }

  private async keep(operation: Operation): Promise<void> {
    await this.options.store.change(operation.seq, (now) => ({ ...now, state: 'QUEUED' }))
  }

  /** Backs off: half a second, doubled each time, at most thirty, each a little different so that phones do not come as one. */
  private async wait(): Promise<void> {
    const wait = Math.min(longestWait, firstWait * 2 ** this.failures) * (0.75 + (this.options.random ?? Math.random)() / 4)
    this.failures++
    this.later(wait)
    await this.changed({ phase: 'WAITING', nextAt: Date.now() + wait })
  }

  private later(milliseconds: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(this.wake, milliseconds)
  }

  /** Shows what is stored now, here and in the other tabs. */
  private async changed(status: OutboxStatus = this.view.status): Promise<void> {
    await this.reload(status)
    this.channel?.postMessage('changed')
  }

  private async reload(status: OutboxStatus = this.view.status): Promise<void> {
    this.view = { operations: await this.options.store.all(), status }
    for (const listener of this.listeners) listener()
  }
}
