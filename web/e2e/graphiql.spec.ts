import { expect, test } from '@playwright/test'
import { as } from './desk.ts'

// The explorer, with all that it loads coming from us: the policy of the page would refuse anything else, and the console would say so.
test('the explorer asks as whoever is signed in, and shows what the schema says', async ({ page }) => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text().slice(0, 200)))
  page.on('request', (request) => !request.url().startsWith('http://127.0.0.1') && !/^(data|blob):/.test(request.url()) && complaints.push(request.url()))
  await as(page, 'keeper')
  await page.goto('/graphiql')
  await expect(async () => { // a click before the editor holds its first query asks nothing
    await page.getByRole('button', { name: /Execute query/ }).click()
    await expect(page.getByLabel('Result Window')).toContainText('stock.receive', { timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
  await page.getByRole('button', { name: /Documentation Explorer/ }).first().click()
  await page.getByText('Mutation', { exact: true }).first().click()
  await expect(page.getByText('Records goods received at a site.').first()).toBeVisible()
  expect(complaints).toEqual([])
})
