// Every screen of the phone app, in both languages, at 320 and 390 pixels: no violations, no sideways scroll, targets for a glove.
import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Api, openPhone, stockRead, tapDigits } from './phone.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }

/** What is wrong with a screen, in words; empty: nothing. */
async function faultsOf(page: Page): Promise<string[]> {
  const violations = await page.evaluate(async (source) => {
    const scope = window as unknown as { axe?: { run: (root: Document, options: unknown) => Promise<{ violations: unknown }> } }
    if (!scope.axe) (0, eval)(source)
    return (await scope.axe!.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
  }, axe) as Violation[]
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  // The links of a table are lines of text; everything else that is tapped is as large as a glove needs.
  const small = await page.evaluate(() => [...document.querySelectorAll('button, a[href], input')].filter((element) => {
    const target = element.matches('.chip input') ? element.nextElementSibling! : element
    const box = target.getBoundingClientRect()
    return box.width > 0 && !element.matches('.visually-hidden, .cell-link') && (box.height < 55.5 || box.width < 55.5)
  }).map((element) => `${element.tagName} ${element.textContent || element.id} is smaller than 56 pixels`))
  return [...violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('; ')}`), ...(wide > 0 ? [`scrolls sideways by ${wide}`] : []), ...small]
}

for (const language of ['zh', 'en'] as const) {
  for (const width of [320, 390]) {
    test(`every screen in ${language} at ${width} pixels`, async ({ page, context, playwright, baseURL }) => {
      test.setTimeout(240_000)
      // Playwright evaluates in the page's own world, which a Content-Security-Policy keeps from eval.
      await context.route('**/m/**', async (route) => {
        const response = await route.fetch()
        const { 'content-security-policy': _, ...headers } = response.headers()
        await route.fulfill({ response, headers })
      })
      const foreign: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(baseURL!) && !/^(data|blob):/.test(request.url())) foreign.push(request.url())
      })
      const keeper = await Api.as(playwright, baseURL, 'keeper')
      const xinkou = await Api.as(playwright, baseURL, 'keeper-xinkou')
      const sent = await xinkou.run<{ document: { id: string; number: string } }>('transferGoods', 'TransferGoodsInput', 'document { id number }', {
        siteId: await keeper.site('T-102'), toSiteId: await keeper.site('D01'), lines: [{ itemId: await keeper.item('XQ-LR-0018'), quantity: '1' }],
      })
      const { rotationTasks } = await keeper.ask<{ rotationTasks: { nodes: { id: string }[] } }>('{ rotationTasks(openOnly: true, first: 1) { nodes { id } } }')
      const { documents } = await keeper.ask<{ documents: { nodes: { id: string }[] } }>('query($site: ID!) { documents(siteId: $site, kind: RECEIPT, first: 1) { nodes { id } } }', { site: await keeper.site('D01') })
      const { bins } = await keeper.ask<{ bins: { nodes: { code: string; lots: number }[] } }>('query($site: ID!) { bins(siteId: $site, openOnly: true, first: 250) { nodes { code lots } } }', { site: await keeper.site('D01') })
      const faults: Record<string, string[]> = {}
      const look = async (name: string) => {
        // Whether the network rests is only a hint: a page that asks again after a 429 was seen to count as busy for ever.
        await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
        const found = await faultsOf(page)
        if (found.length > 0) faults[name] = found
      }
      await page.addInitScript((chosen) => localStorage.setItem('changping.language', localStorage.getItem('changping.language') ?? chosen), 'zh')
      await openPhone(page, 'keeper')
      await stockRead(page)
      await page.evaluate((chosen) => localStorage.setItem('changping.language', chosen), language)
      await page.setViewportSize({ width, height: 700 })
      const visit = async (path: string, name = path) => {
        await page.goto(`/m${path}`)
        await expect(page.locator('h1')).toHaveCount(1)
        await look(name)
      }
      const pick = async (code: string) => {
        await page.getByRole('searchbox').fill(code)
        await page.locator('.rows .row').first().click()
      }
      await visit('/')
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
      await page.getByRole('searchbox').fill('XQ-LR-0')
      await look('home, results')
      for (const path of ['/receive/item', '/issue/item', '/transfer/to', '/arrivals', `/arrivals/transfer/${sent.document.id}`, `/arrivals/transfer/${sent.document.id}/1`, `/arrivals/transfer/${sent.document.id}/1?bin=1`, '/rotation', `/rotation/${rotationTasks.nodes[0]!.id}`,
        `/bins/${bins.nodes.find((bin) => bin.lots > 0)!.code}`, '/link/06901234567892', '/look-up', '/look-up/XQ-LR-0018', '/look-up/XQ-LR-0018?lot=NO-SUCH-LOT', '/documents', `/documents/${documents.nodes[0]!.id}`, '/tray', '/account', '/site', '/sign-in']) await visit(path)
      // The forms, filled in, up to a refusal in the tray.
      await page.goto('/m/receive/item')
      await pick('XQ-LR-0043')
      await expect(page.locator('#lot')).toBeVisible()
      await look('receive, lot')
      await page.locator('#lot').fill('E2E-SCREENS')
      const main = page.locator('.main-button')
      await main.click()
      await tapDigits(page, '2613')
      await look('receive, expiry that is none')
      for (let digits = 0; digits < 2; digits++) await page.locator('.key').last().click()
      await tapDigits(page, '700')
      await page.locator('.key').last().click()
      await page.goto('/m/issue/item')
      await pick('XQ-LR-0018')
      await expect(page.locator('.numpad')).toBeVisible()
      await tapDigits(page, '9999999')
      await look('issue, quantity')
      await page.locator('.pick-bar button').click()
      await expect(page.locator('.numpad')).toHaveCount(0)
      await look('issue, lot')
      await page.goBack()
      await main.click()
      await expect(page.locator('.chips')).toBeVisible()
      await page.locator('input[value="INCIDENT"]').check({ force: true })
      await look('issue, review')
      await page.locator('input[value="CONSUMPTION"]').check({ force: true })
      await main.click()
      await expect(page.getByRole('alert')).toBeVisible()
      await look('done, refused')
      await page.goto('/m/tray')
      await page.locator('.card-rejected .small-button').last().click()
      await look('tray, giving up')
      await page.locator('.card-rejected input').first().check({ force: true })
      await page.locator('.card-rejected .small-button').last().click()
      await expect(page.locator('.card-rejected')).toHaveCount(0)
      expect(faults).toEqual({})
      expect(foreign).toEqual([])
    })
  }
}
