// The desktop of the tests: signing in without the form, asking the API beside the page, and looking at a page with axe.
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const password = 'demonstration-only'

/** Gives the page the session of an account. */
export async function as(page: Page, account: string): Promise<void> {
  const answer = await page.request.post('/auth/sign-in', { data: { account, password } })
  if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`)
}

/** The language of every page of a context, from its first moment. */
export const inLanguage = (context: BrowserContext, language: 'zh' | 'en') => context.addInitScript((chosen) => localStorage.setItem('changping.language', chosen), language)

/** Asks the API with the session of the page. */
export async function api<T>(page: Page, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await page.request.post('/graphql', { data: { query, variables } })
  const body = (await answer.json()) as { data?: T; errors?: { message: string }[] }
  if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors ?? body))
  return body.data
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }

/**
 * What axe has against the page by WCAG 2.2 A and AA, one line each. What moves is looked at again for some seconds: a list that fades
 * away after a choice has no name and little contrast.
 */
export async function violations(page: Page): Promise<string[]> {
  const rests = Date.now() + 4_000
  for (;;) {
    const found = await violationsNow(page)
    if (found.length === 0 || Date.now() > rests) return found
    await page.waitForTimeout(300)
  }
}

async function violationsNow(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: { run: (where: Document, options: object) => Promise<{ violations: Violation[] }> } }
    return (await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
  })
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)
}

/** Goes to an address and waits until what it shows has come. */
export async function show(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect(page.locator('.skeleton')).toHaveCount(0)
}

/** Chooses of a list that is searched on the server, by what is typed. */
export async function choose(page: Page, field: RegExp, typed: string): Promise<void> {
  const box = page.getByRole('combobox', { name: field }).first()
  await expect(async () => { // the list changes once what is typed has been looked up, and a click into the change chooses nothing
    await box.fill(typed)
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: typed }).first().click({ timeout: 3000 })
    await expect(page.locator('.ant-select').filter({ has: box })).toContainText(typed, { timeout: 1000 })
  }).toPass()
  // While it fades away it has no name and little contrast, and reaches beyond a narrow page.
  await expect(page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')).toHaveCount(0)
}
