import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refused, Unreachable } from '../graphql/ask.ts'
import type { Answer, NewOperation, Operation } from './operation.ts'
import { Outbox, type OutboxOptions } from './outbox.ts'
import { OutboxStore } from './store.ts'
import { leaseTurn } from './turn.ts'

let databases = 0
let name = ''
const open: { close: () => void }[] = []

beforeEach(() => {
  name = `outbox-test-${databases++}`
})
afterEach(() => {
  vi.useRealTimers()
  for (const one of open.splice(0)) one.close()
})

const made = (about: string, subject: string | null = null): NewOperation => ({
  kind: 'issueGoods', input: { note: about }, account: 'keeper', subject, occurredAt: '2026-11-24T06:05:00.000Z', effects: [], shown: { place: null, about, lines: [] }, form: null,
})

/** A server that counts: it keeps the first answer to each key, as the real one does. */
class Server {
  readonly applied: string[] = []
  readonly keys: string[] = []
  /** What happens to the requests that come, in turn; after these, all goes well. */
  plan: ('lost before' | 'lost after' | 'sign in' | 'refuse' | 'defect' | 'ok')[] = []
  private readonly known = new Map<string, Answer>()

  readonly send = async (operation: Operation): Promise<Answer> => {
    this.keys.push(operation.key)
    const fate = this.plan.shift() ?? 'ok'
    if (fate === 'lost before') throw new Unreachable()
    if (fate === 'sign in') throw new Refused([{ code: 'SIGN_IN', message: 'Sign in first.', fields: [], facts: {} }])
    if (fate === 'refuse') throw new Refused([{ code: 'INSUFFICIENT_STOCK', message: 'Too little.', fields: [], facts: { available: '3' } }])
    if (fate === 'defect') throw new Refused([{ code: 'INTERNAL', message: 'Oops.', fields: [], facts: {} }])
    const replayed = this.known.has(operation.key)
    if (!replayed) this.applied.push(operation.shown.about)
    const answer = { replayed, documentId: `document_${operation.seq}`, number: `CK-${operation.seq}` }
    if (!replayed) this.known.set(operation.key, answer)
    if (fate === 'lost after') throw new Unreachable()
    return answer
  }
}

async function outboxOf(server: Server, options: Partial<OutboxOptions> = {}): Promise<Outbox> {
  const store = await OutboxStore.open(name)
  const outbox = new Outbox({ store, send: server.send, account: () => 'keeper', turn: leaseTurn(store), random: () => 1, ...options })
  open.push(outbox, store)
  return outbox
}

const states = (outbox: Outbox) => outbox.current().operations.map((operation) => `${operation.shown.about} ${operation.state}`)
const drained = (outbox: Outbox) => vi.waitFor(() => expect(outbox.current().operations.every((operation) => operation.state !== 'QUEUED' && operation.state !== 'SENDING')).toBe(true))

describe('outbox', () => {
  it('sends in order, each once', async () => {
    const server = new Server()
    const outbox = await outboxOf(server)
    for (const about of ['a', 'b', 'c', 'd']) await outbox.enqueue(made(about))
    await drained(outbox)
    expect(server.applied).toEqual(['a', 'b', 'c', 'd'])
    expect(new Set(server.keys).size).toBe(4)
    expect(outbox.current().operations.map((operation) => operation.answer?.number)).toEqual(['CK-1', 'CK-2', 'CK-3', 'CK-4'])
  })

  it('writes an operation down before it says that it has it', async () => {
    const server = new Server()
    const outbox = await outboxOf(server, { account: () => null })
    const { key } = await outbox.enqueue(made('a'))
    const other = await OutboxStore.open(name)
    open.push(other)
    expect((await other.all()).map((operation) => [operation.key, operation.state])).toEqual([[key, 'QUEUED']])
  })

  it('does not send the next while the one before has no answer', async () => {
    let answer: (value: Answer) => void = () => undefined
    const sent: string[] = []
    const send = (operation: Operation) => {
      sent.push(operation.shown.about)
      return new Promise<Answer>((resolve) => (answer = resolve))
    }
    const outbox = await outboxOf(new Server(), { send })
    await outbox.enqueue(made('a'))
    await outbox.enqueue(made('b'))
    await vi.waitFor(() => expect(sent).toEqual(['a']))
    expect(states(outbox)).toEqual(['a SENDING', 'b QUEUED'])
    answer({ replayed: false, documentId: null, number: null })
    await vi.waitFor(() => expect(sent).toEqual(['a', 'b']))
  })

  it('asks again under the same key where the answer was lost, so that it counts once', async () => {
    const server = new Server()
    server.plan = ['lost after', 'lost before']
    const outbox = await outboxOf(server)
    await outbox.enqueue(made('a'))
    await outbox.enqueue(made('b'))
    await vi.waitFor(async () => {
      outbox.wake()
      await outbox.settled()
      expect(states(outbox)).toEqual(['a DONE', 'b DONE'])
    })
    expect(server.applied).toEqual(['a', 'b'])
    expect(server.keys).toHaveLength(4)
    expect(new Set(server.keys.slice(0, 3)).size).toBe(1)
    expect(outbox.current().operations[0]!.answer?.replayed).toBe(true)
  })

  it('goes on after a crash between sending and answer, with the key that it had', async () => {
    const server = new Server()
    const before = await outboxOf(server, {
      send: async (operation) => {
        await server.send(operation)
        return new Promise<Answer>(() => undefined) // the page dies here
      },
    })
    await before.enqueue(made('a'))
    await vi.waitFor(() => expect(server.applied).toEqual(['a']))
    const store = await OutboxStore.open(name)
    const after = new Outbox({ store, send: server.send, account: () => 'keeper', turn: async (work) => (await work(async () => true), true) })
    open.push(after, store)
    await after.start()
    await drained(after)
    expect(server.applied).toEqual(['a'])
    expect(new Set(server.keys).size).toBe(1)
    expect(states(after)).toEqual(['a DONE'])
  })

  it('has one sender over two tabs', async () => {
    const server = new Server()
    let atOnce = 0
    let most = 0
    const send = async (operation: Operation) => {
      most = Math.max(most, ++atOnce)
      await new Promise((resolve) => setTimeout(resolve, 2))
      atOnce--
      return server.send(operation)
    }
    const [first, second] = [await outboxOf(server, { send }), await outboxOf(server, { send })]
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((about, index) => (index % 2 ? first : second).enqueue(made(about))))
    await vi.waitFor(async () => {
      first.wake()
      second.wake()
      await Promise.all([first.settled(), second.settled()])
      expect((await OutboxStore.open(name).then((store) => (open.push(store), store.all()))).every((operation) => operation.state === 'DONE')).toBe(true)
    })
    expect(most).toBe(1)
    expect([...server.applied].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(server.keys).toHaveLength(6)
  })

  it('takes the turn over when the tab that had it is gone', async () => {
    const store = await OutboxStore.open(name)
    open.push(store)
    expect(await store.lease('gone', 50)).toBe(true)
    const server = new Server()
    const outbox = await outboxOf(server)
    await outbox.enqueue(made('a'))
    await outbox.settled()
    expect(server.keys).toEqual([])
    await vi.waitFor(async () => {
      outbox.wake()
      await outbox.settled()
      expect(server.applied).toEqual(['a'])
    })
  })

  it('goes on after a refusal, but not with what concerns the same document', async () => {
    const server = new Server()
    server.plan = ['ok', 'refuse']
    const outbox = await outboxOf(server, { account: () => null })
    await outbox.enqueue(made('a'))
    await outbox.enqueue(made('b', 'document_5'))
    await outbox.enqueue(made('c', 'document_5'))
    await outbox.enqueue(made('d', 'document_6'))
    const sender = await outboxOf(server)
    await sender.start()
    await vi.waitFor(() => expect(states(sender)).toEqual(['a DONE', 'b REJECTED', 'c QUEUED', 'd DONE']))
    expect(sender.current().operations[1]!.refusals[0]).toMatchObject({ code: 'INSUFFICIENT_STOCK', facts: { available: '3' } })
    const refused = sender.current().operations[1]!
    await sender.enqueue(made('b2', 'document_5'), refused.seq)
    await drained(sender)
    // What replaces it takes its place in the order: before what waited.
    expect(server.applied).toEqual(['a', 'd', 'b2', 'c'])
    expect(states(sender)).toEqual(['a DONE', 'b REPLACED', 'b2 DONE', 'c DONE', 'd DONE'])
  })

  it('lets what waited go on when the refused is given up, and keeps the reason', async () => {
    const server = new Server()
    server.plan = ['refuse']
    const outbox = await outboxOf(server)
    const refused = await outbox.enqueue(made('a', 'document_5'))
    await vi.waitFor(() => expect(states(outbox)).toEqual(['a REJECTED']))
    await outbox.enqueue(made('b', 'document_5'))
    await outbox.settled()
    expect(states(outbox)).toEqual(['a REJECTED', 'b QUEUED'])
    await outbox.giveUp(refused.seq, 'entered twice')
    await drained(outbox)
    expect(server.applied).toEqual(['b'])
    expect(outbox.current().operations[0]).toMatchObject({ state: 'VOID', voidReason: 'entered twice' })
  })

  it('keeps everything when somebody must sign in, and goes on after', async () => {
    const server = new Server()
    server.plan = ['sign in']
    const outbox = await outboxOf(server)
    await outbox.enqueue(made('a'))
    await vi.waitFor(() => expect(outbox.current().status.phase).toBe('SIGN_IN'))
    expect(states(outbox)).toEqual(['a QUEUED'])
    outbox.wake()
    await drained(outbox)
    expect(server.applied).toEqual(['a'])
    expect(new Set(server.keys).size).toBe(1)
  })

  it('sends nothing that another person made', async () => {
    const server = new Server()
    let account = 'keeper'
    const outbox = await outboxOf(server, { account: () => account })
    account = 'keeper-xinkou'
    await outbox.enqueue(made('a'))
    await outbox.enqueue({ ...made('b'), account: 'keeper-xinkou' })
    await vi.waitFor(() => expect(states(outbox)).toEqual(['a QUEUED', 'b DONE']))
    account = 'keeper'
    outbox.wake()
    await drained(outbox)
    expect(server.applied).toEqual(['b', 'a'])
  })

  it('takes back what was never sent, and nothing else', async () => {
    const server = new Server()
    server.plan = ['lost after']
    const outbox = await outboxOf(server)
    const sent = await outbox.enqueue(made('a'))
    await vi.waitFor(() => expect(outbox.current().status.phase).toBe('WAITING'))
    const never = await outbox.enqueue({ ...made('b'), account: 'another' })
    expect(await outbox.withdraw(sent.seq)).toBe(false)
    expect(await outbox.withdraw(never.seq)).toBe(true)
  })

  it('forgets nothing while something is unsettled', async () => {
    const server = new Server()
    server.plan = ['refuse']
    const outbox = await outboxOf(server)
    const refused = await outbox.enqueue(made('a'))
    await drained(outbox)
    expect(await outbox.clear()).toBe(false)
    await outbox.giveUp(refused.seq, 'on paper')
    expect(await outbox.clear()).toBe(true)
    expect(outbox.current().operations).toEqual([])
  })

  it('does not hand anything to a network that is not there', async () => {
    const server = new Server()
    let online = false
    const outbox = await outboxOf(server, { online: () => online })
    await outbox.enqueue(made('a'))
    await vi.waitFor(() => expect(outbox.current().status.phase).toBe('WAITING'))
    expect(outbox.current().operations[0]).toMatchObject({ state: 'QUEUED', attempts: 0 })
    online = true
    outbox.wake()
    await drained(outbox)
    expect(server.applied).toEqual(['a'])
  })

  it('does not let one defect of the server block all other work', async () => {
    const server = new Server()
    server.plan = Array.from({ length: 8 }, () => 'defect' as const)
    const outbox = await outboxOf(server)
    await outbox.enqueue(made('a'))
    await outbox.enqueue(made('b'))
    await vi.waitFor(async () => {
      outbox.wake()
      await outbox.settled()
      expect(states(outbox)).toEqual(['a REJECTED', 'b DONE'])
    })
    expect(server.keys.filter((key) => key === server.keys[0])).toHaveLength(8)
  })

  it('backs off from half a second, doubled each time, to half a minute; and begins anew after an answer', async () => {
    const server = new Server()
    server.plan = Array.from({ length: 9 }, () => 'lost before' as const)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const outbox = await outboxOf(server)
    await outbox.enqueue(made('a'))
    const waits: number[] = []
    for (let sent = 1; sent <= 9; sent++) {
      await flush(() => server.keys.length === sent && outbox.current().status.phase === 'WAITING')
      waits.push(outbox.current().status.nextAt! - Date.now())
      await vi.advanceTimersByTimeAsync(waits.at(-1)! - 1)
      expect(server.keys).toHaveLength(sent)
      await vi.advanceTimersByTimeAsync(1)
    }
    await flush(() => server.applied.length === 1)
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    server.plan = ['lost before']
    await flush(() => outbox.current().status.phase === 'IDLE')
    await outbox.enqueue(made('b'))
    await flush(() => server.keys.length === 11 && outbox.current().status.phase === 'WAITING')
    expect(outbox.current().status.nextAt! - Date.now()).toBe(500)
  })
})

/** Lets the database, which does not run on the timers that are faked, get on until something is so. */
async function flush(so: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000 && !so(); turns++) await new Promise((resolve) => setImmediate(resolve))
  expect(so()).toBe(true)
}
