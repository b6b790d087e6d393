import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { as } from './desk.ts'

// The real client of graphql-ws in a real browser, with the cookie of the session, against the running binary.
test('a query, a refusal and a stream travel over one WebSocket', async ({ page }) => {
  const folder = dirname(fileURLToPath(import.meta.resolve('graphql-ws')))
  await page.route('**/graphql-ws/*', (route) => route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(folder, basename(new URL(route.request().url()).pathname))) }))
  await as(page, 'keeper')
  await page.goto('/m/')
  const told = await page.evaluate(async () => {
    const { createClient } = (await import(location.origin + '/graphql-ws/client.js')) as { createClient: (options: object) => { subscribe: (payload: object, sink: object) => () => void; dispose: () => void } }
    const client = createClient({ url: location.origin.replace('http', 'ws') + '/graphql', retryAttempts: 0 })
    const ask = (query: string, enough = 1) => new Promise<string>((resolve) => {
      const got: unknown[] = []
      const stop = client.subscribe({ query }, {
        next: (answer: unknown) => { got.push(answer); if (got.length === enough) { stop(); resolve(JSON.stringify(got)) } },
        error: (errors: unknown) => resolve('error ' + JSON.stringify(errors)),
        complete: () => resolve(JSON.stringify(got)),
      })
    })
    const answers = [
      await ask('{ viewer { account } }'), await ask('{ nothing }'),
      await ask('subscription { documentPosted(after: "posted_0") { eventId document { number } } }', 3), await ask('subscription { documentPosted(after: "x") { eventId } }'),
    ]
    client.dispose()
    return answers
  })
  expect(told[0]).toContain('"account":"keeper"')
  expect(told[1]).toMatch(/^error .*VALIDATION/)
  expect(JSON.parse(told[2]!)).toHaveLength(3)
  expect(told[2]).toContain('"eventId":"posted_')
  expect(told[3]).toContain('CURSOR')
})
