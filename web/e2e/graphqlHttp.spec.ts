import { expect, test } from '@playwright/test'
import { serverAudits } from 'graphql-http'

// The public audit suite of GraphQL over HTTP against the running binary: what must be, should be and may be.
test('the API passes the whole audit of GraphQL over HTTP', async ({ baseURL }) => {
  const audits = serverAudits({ url: `${baseURL}/graphql`, fetchFn: fetch })
  expect(audits.length).toBeGreaterThanOrEqual(61)
  const failed: string[] = []
  for (const audit of audits) {
    const result = await audit.fn()
    if (result.status !== 'ok') failed.push(`${audit.id} ${audit.name}: ${result.reason}`)
  }
  expect(failed).toEqual([])
})
