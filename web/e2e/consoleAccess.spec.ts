// What assistive technology gets: the accessibility tree of the ledger, and axe on every route in both languages and two widths.
import { expect, test } from '@playwright/test'
import { as, inLanguage, show, violations } from './desk.ts'

test('gives its tables to a screen reader: rows and cells of the ledger', async ({ page, context }) => {
  await as(page, 'dispatcher')
  await show(page, '/stock')
  const session = await context.newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: { ignored: boolean; role?: { value: string }; name?: { value: string } }[] }
  const count = (role: string) => nodes.filter((node) => !node.ignored && node.role?.value === role).length
  expect(count('row')).toBe(51)
  expect(count('rowheader')).toBe(50)
  expect(count('columnheader')).toBe(9)
  expect(count('cell') + count('gridcell')).toBe(400)
  expect(nodes.some((node) => node.role?.value === 'table' && node.name?.value === '库存台账')).toBe(true)
})

const routes: readonly (readonly [account: string, addresses: readonly string[]])[] = [
  ['keeper', ['/', '/stock', '/stock?view=lot&expiring=90', '/stock?view=lot&lot=L000190', '/stock?row=D01~XQ-LR-0043', '/items/XQ-LR-0043', '/items/XQ-NO-1', '/stock/card?site=D01&item=XQ-LR-0043', '/in-transit', '/units', '/units?view=calendar', '/units/lot_999999', '/kits', '/kits/XQ-LR-0120?site=D01', '/kits/XQ-NO-1', '/documents', '/documents/document_2', '/counts', '/counts/new?site=D01', '/counts/stockCount_999999', '/receive', '/issue?site=D01&item=XQ-LR-0043',
    '/transfer', '/adjust?site=D01&item=XQ-LR-0018', '/scrap', '/return', '/holds', '/recovery?all=1', '/recovery/new', '/documents?state=DRAFT', '/rotation', '/minimums', '/entrusted', '/release-orders?all=1', '/consents', '/history?site=D01', '/stock-period?site=D01&item=XQ-LR-0043', '/forecast?site=D01&item=XQ-LR-0053&days=180', '/cabinets?town=120111102', '/items', '/sites', '/sites/D01', '/sites/D01/bins', '/sites/D01/bins?bin=A01-01-1', '/organisations', '/audit', '/no/such/page']],
  ['dispatcher', ['/approvals', '/approval-rules?all=1', '/documents?state=SUBMITTED', '/overrides?all=1', '/overrides/request', '/release-orders/new?owner=120111&site=E01-W']],
  ['admin', ['/kits', '/minimums?validity=ENDED', '/minimums/set', '/items/XQ-LR-0018']],
  ['auditor', ['/audit', '/breaches?all=1', '/history', '/vehicles', '/standing?organisation=120111102', '/']],
]
for (const language of ['zh', 'en'] as const) {
  for (const width of [1366, 390]) {
    test(`axe finds nothing: ${language} at ${width}`, async ({ page, context }) => {
      test.setTimeout(300_000)
      await inLanguage(context, language)
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const found: string[] = []
      const look = async (address: string) => {
        for (const violation of await violations(page)) found.push(`${address}: ${violation}`)
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (tooWide > 0) found.push(`${address}: ${tooWide} px wider than the screen`)
      }
      await show(page, '/login?to=/stock')
      await look('/login')
      for (const [account, addresses] of routes) {
        await as(page, account)
        for (const address of addresses) {
          await show(page, address)
          await look(address)
        }
      }
      expect(found).toEqual([])
    })
  }
}
