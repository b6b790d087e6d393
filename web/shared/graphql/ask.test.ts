// The server stands in as what fetch answers: this is where the page ends.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Refused, Unreachable, mustSignIn, send } from './ask.ts'

const answers: (() => Promise<Response>)[] = []
const asked: RequestInit[] = []
const responds = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  answers.push(() => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })))
const busy = (retryAfter?: string) =>
  responds(429, { errors: [{ message: 'Too much at once.', extensions: { code: 'TOO_MANY_REQUESTS' } }] }, retryAfter === undefined ? {} : { 'Retry-After': retryAfter })
const fine = () => responds(200, { data: { done: true } })
const refuses = (status: number, ...extensions: object[]) => responds(status, { errors: extensions.map((one) => ({ message: 'No.', extensions: one })) })

/** What becomes of a promise, to be looked at before it is settled. */
function watch<T>(promise: Promise<T>) {
  const state: { value?: T; error?: unknown; settled: boolean } = { settled: false }
  promise.then((value) => Object.assign(state, { value, settled: true }), (error: unknown) => Object.assign(state, { error, settled: true }))
  return state
}
const write = { input: { requestKey: '0192f3c4-0000-7000-8000-000000000001', quantity: '5' } }
const bodies = () => asked.map((request) => JSON.parse(request.body as string) as unknown)

beforeEach(() => {
  vi.useFakeTimers()
  answers.length = asked.length = 0
  vi.stubGlobal('fetch', (_: string, request: RequestInit) => {
    if (request.signal?.aborted) return Promise.reject(request.signal.reason as Error)
    asked.push(request)
    return answers.shift()!()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('posts the document and its variables, with the cookie of the session', async () => {
  fine()
  await expect(send('query { done }', { a: '1' })).resolves.toEqual({ done: true })
  expect(asked[0]).toMatchObject({ method: 'POST', credentials: 'same-origin' })
  expect(bodies()).toEqual([{ query: 'query { done }', variables: { a: '1' } }])
})

it('waits as long as a busy server says and sends the very same again, request key and all', async () => {
  busy('3')
  fine()
  const sent = watch(send('mutation { write }', write))
  await vi.advanceTimersByTimeAsync(2_999)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent.value).toEqual({ done: true })
  expect(bodies()).toEqual([{ query: 'mutation { write }', variables: write }, { query: 'mutation { write }', variables: write }])
})

it('comes again twice, then leaves it to the caller', async () => {
  for (const seconds of ['1', '2', '1']) busy(seconds)
  fine()
  const sent = watch(send('query { done }', {}))
  await vi.advanceTimersByTimeAsync(3_000)
  expect(asked).toHaveLength(3)
  expect(sent.error).toBeInstanceOf(Unreachable)
  expect(sent.error).toMatchObject({ status: 429 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(3)
})

it('waits ten seconds', async () => {
  busy('10')
  fine()
  const sent = watch(send('query { done }', {}))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent.value).toEqual({ done: true })
})

it.each([['11'], ['3600'], ['0'], ['-1'], ['Sat, 28 Nov 2026 19:00:00 GMT'], ['soon'], [undefined]])('does not wait where the server says %s', async (retryAfter) => {
  busy(retryAfter)
  const sent = watch(send('query { done }', {}))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.error).toBeInstanceOf(Unreachable)
  expect(vi.getTimerCount()).toBe(0)
  expect(asked).toHaveLength(1)
})

it('does not come again for what is no 429, whatever it says', async () => {
  responds(503, { errors: [{ message: 'Down.' }] }, { 'Retry-After': '1' })
  await expect(send('query { done }', {})).rejects.toMatchObject({ status: 503 })
  expect(asked).toHaveLength(1)
})

it('stops waiting at once when the caller has lost interest', async () => {
  busy('9')
  fine()
  const caller = new AbortController()
  const sent = watch(send('query { done }', {}, caller.signal))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.settled).toBe(false)
  caller.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.error).toBe(caller.signal.reason)
  expect(vi.getTimerCount()).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(1)
})

it('does not begin to wait for who has left while the answer came', async () => {
  const caller = new AbortController()
  answers.push(() => {
    caller.abort()
    return Promise.resolve(new Response('{}', { status: 429, headers: { 'Retry-After': '9' } }))
  })
  const sent = watch(send('query { done }', {}, caller.signal))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.error).toBe(caller.signal.reason)
  expect(vi.getTimerCount()).toBe(0)
})

it('leaves nothing listening to a caller who waited to the end', async () => {
  busy('1')
  fine()
  const { signal } = new AbortController()
  const left = vi.spyOn(signal, 'removeEventListener')
  const sent = watch(send('query { done }', {}, signal))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.value).toEqual({ done: true })
  expect(left).toHaveBeenCalledWith('abort', expect.anything())
})

it('tells a caller who aborts the request why, and nothing of the network', async () => {
  const caller = new AbortController()
  answers.push(() => new Promise((_, reject) => caller.signal.addEventListener('abort', () => reject(caller.signal.reason as Error))))
  const sent = watch(send('query { done }', {}, caller.signal))
  caller.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.error).toBe(caller.signal.reason)
})

it('takes a network that is away for unreachable, without a status', async () => {
  answers.push(() => Promise.reject(new TypeError('Failed to fetch')))
  const error = await send('query { done }', {}).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(Unreachable)
  expect((error as Unreachable).status).toBeUndefined()
})

it.each([
  ['a page of a proxy', () => responds(502, '<html>')],
  ['something else than JSON, though all is well', () => responds(200, 'ok')],
  ['a fault of the server', () => refuses(500, { code: 'INTERNAL', errorId: 'e1' })],
  ['a request that came too slowly', () => refuses(408, { code: 'TIMEOUT' })],
  ['what says that it cannot serve now', () => refuses(200, { code: 'BUSY', kind: 'UNAVAILABLE' })],
  ['an answer without data', () => responds(200, {})],
  ['a status of failure without errors', () => responds(404, { data: {} })],
])('takes %s for unreachable: nothing is known of what became of the request', async (_, answer) => {
  answer()
  await expect(send('query { done }', {})).rejects.toBeInstanceOf(Unreachable)
})

it('gives a refusal with its code, fields and facts', async () => {
  responds(200, { errors: [{ message: 'Below the minimum.', path: ['issueGoods'], extensions: { code: 'BELOW_MINIMUM', fields: ['quantity'], facts: { floor: '10' }, requestId: 'r1' } }] })
  const error = await send('mutation { write }', write).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(Refused)
  expect((error as Refused).code).toBe('BELOW_MINIMUM')
  expect((error as Refused).refusals).toEqual([{ code: 'BELOW_MINIMUM', message: 'Below the minimum.', fields: ['quantity'], facts: { floor: '10' }, requestId: 'r1' }])
})

it('gives a refusal that says no more than its message', async () => {
  responds(400, { errors: [{ message: 'Bad document.' }] })
  const error = await send('query {', {}).catch((cause: unknown) => cause)
  expect((error as Refused).refusals).toEqual([{ code: 'INTERNAL', message: 'Bad document.', fields: [], facts: {}, requestId: undefined }])
})

it.each([['SIGN_IN', true], ['SESSION_ENDED', true], ['FORBIDDEN', false]])('%s: must sign in is %s', async (code, must) => {
  refuses(401, { code })
  const error = await send('query { done }', {}).catch((cause: unknown) => cause)
  expect(mustSignIn(error)).toBe(must)
  expect(mustSignIn(new Unreachable())).toBe(false)
})
