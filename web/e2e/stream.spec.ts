import { expect, test } from '@playwright/test'
import { createClient } from 'graphql-sse'
import { api, as } from './desk.ts'

type Event = { documentPosted: { eventId: string; document: { number: string; site: { code: string } } } }
const subscription = 'subscription ($after: ID) { documentPosted(after: $after) { eventId document { number site { code } } } }'

// The real client of graphql-sse against the running binary: events arrive as things happen, a lost connection goes on where it was,
// and what may not be asked is told.
test('documents are followed as they come into the ledger, and from the last event after a break', async ({ page, baseURL }) => {
  await as(page, 'keeper')
  const cookie = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join('; ')
  const client = (headers: Record<string, string>) => createClient({ url: `${baseURL}/graphql`, headers, retryAttempts: 0 })
  const follow = (headers: Record<string, string>, after: string | null, seen: Event[]) => {
    let failed: unknown
    const stop = client(headers).subscribe<Event>({ query: subscription, variables: { after } }, {
      next: (answer) => (answer.data ? seen.push(answer.data as Event) : (failed = answer.errors)),
      error: (error) => (failed = error),
      complete: () => undefined,
    })
    return { stop, failure: () => failed }
  }
  const { itemByCode, sites } = await api<{ itemByCode: { id: string }; sites: { nodes: { id: string; code: string }[] } }>(page, '{ itemByCode(code: "XQ-LR-0018") { id } sites(first: 250) { nodes { id code } } }')
  const site = sites.nodes.find((one) => one.code === 'D01')!.id
  const receive = async () => {
    const lines = [{ itemId: itemByCode.id, quantity: '1', lotNo: `STREAM-${Date.now().toString(36)}`, expiresOn: new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10) }]
    const done = await api<{ receiveGoods: { document: { number: string } | null; userErrors: { code: string }[] } }>(page,
      'mutation ($input: ReceiveGoodsInput!) { receiveGoods(input: $input) { document { number } userErrors { code } } }',
      { input: { requestKey: crypto.randomUUID(), siteId: site, reason: 'PURCHASE', lines } })
    expect(done.receiveGoods.userErrors).toEqual([])
    return done.receiveGoods.document!.number
  }
  const first: Event[] = []
  const one = follow({ cookie }, null, first)
  await expect.poll(async () => { await receive(); return first.length }, { intervals: [1500], timeout: 30_000 }).toBeGreaterThan(0)
  one.stop()
  expect(one.failure()).toBeUndefined()
  const last = first.at(-1)!.documentPosted.eventId
  const missed = [await receive(), await receive()] // while nobody listens
  const second: Event[] = []
  const two = follow({ cookie }, last, second)
  await expect.poll(() => second.map((event) => event.documentPosted.document.number)).toEqual(expect.arrayContaining(missed))
  two.stop()
  // EventSource says by itself what it has, in a header.
  const third: Event[] = []
  const three = follow({ cookie, 'last-event-id': last }, null, third)
  await expect.poll(() => third.map((event) => event.documentPosted.document.number)).toEqual(expect.arrayContaining(missed))
  three.stop()
  const none: Event[] = []
  const stranger = follow({}, null, none)
  await expect.poll(() => JSON.stringify(stranger.failure() ?? null)).toContain('SIGN_IN')
  const wrong = follow({ cookie }, 'posted_x', none)
  await expect.poll(() => JSON.stringify(wrong.failure() ?? null)).toContain('CURSOR')
  expect(none).toEqual([])
})
