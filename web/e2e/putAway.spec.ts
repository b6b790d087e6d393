// Where transferred goods are put: a bin that is proposed or chosen, a line parted over bins, a rule of storage that refuses at the line and is
// overridden with a reason, by the same parts as a receipt; and a list of stock that a scanner filters.
import { expect, test, type Page } from '@playwright/test'
import { as, choose, show, violations } from './desk.ts'
import { Api, scan } from './phone.ts'

test.describe.configure({ mode: 'serial' })

const shots = process.env['SHOTS']
const blanket = 'XQ-LR-0018'
const run = Date.now().toString(36).toUpperCase().slice(-5)

async function look(page: Page, name: string) {
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${name} at ${width}`).toBeLessThanOrEqual(0) // a list that fades away still reaches beyond
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  expect(await violations(page), name).toEqual([])
  await page.setViewportSize({ width: 1366, height: 900 })
}

type Lying = { lot: { id: string; lotNo: string }; onHand: string; bin: { id: string; code: string } | null }
/** Moves so much of a lot to another site and receives it there. */
async function send(from: Api, to: Api, [fromCode, toCode]: [string, string], line: { itemId: string; lotId?: string; quantity: string; fromBinId?: string }): Promise<{ id: string; lot: string }> {
  const { document } = await from.run<{ document: { id: string; movements: { lot: { id: string } }[] } }>('transferGoods', 'TransferGoodsInput', 'document { id state movements { lot { id } } }', { siteId: await from.site(fromCode), toSiteId: await from.site(toCode), lines: [line] })
  if (from !== to) await to.run('receiveTransfer', 'ReceiveTransferInput', 'document { id }', { documentId: document.id })
  return { id: document.id, lot: document.movements[0]!.lot.id }
}
const binOf = async (api: Api, siteCode: string, code: string): Promise<string> => {
  const { bins } = await api.ask<{ bins: { nodes: { id: string; code: string }[] } }>('query($s: ID!, $c: String!) { bins(siteId: $s, code: $c, first: 50) { nodes { id code } } }', { s: await api.site(siteCode), c: code })
  return bins.nodes.find((bin) => bin.code === code)!.id
}
/** What lies of a lot in a bin. */
async function lies(api: Api, siteCode: string, bin: string, lotId: string): Promise<number> {
  const { binContents } = await api.ask<{ binContents: { contents: Lying[] } }>('query($s: ID!, $c: String!) { binContents(siteId: $s, code: $c) { contents { onHand lot { id } } } }', { s: await api.site(siteCode), c: bin })
  return binContents.contents.filter((row) => row.lot.id === lotId).reduce((sum, row) => sum + Number(row.onHand), 0)
}

test('what arrives of a transfer is put into a bin, or parted by hand over two; a rule of storage refuses at its line', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const other = await Api.as(playwright, baseURL, 'keeper-xinkou')
  const itemId = await keeper.item(blanket)
  const { document } = await other.run<{ document: { id: string; movements: { lot: { id: string } }[] } }>('transferGoods', 'TransferGoodsInput', 'document { id movements { lot { id } } }', { siteId: await other.site('T-102'), toSiteId: await other.site('D01'), lines: [{ itemId, quantity: '4' }] })
  const lotId = document.movements[0]!.lot.id
  await as(page, 'keeper')
  await show(page, `/documents/${document.id}/receive`)
  const accept = page.getByRole('button', { name: /^放入 / }).first()
  const proposed = (await accept.innerText()).replace('放入 ', '')
  await look(page, 'arrival')
  await accept.click()
  await expect(page.locator('.put-away-bin .select').first()).toContainText(proposed)
  await choose(page, /^上架到/, 'H1')
  await page.getByRole('button', { name: /^确认收货/ }).click()
  const refused = page.locator('.arrival-line .field-error').first()
  await expect(refused).toContainText(/须存于.*该处为 危险品专库/)
  const anyway = page.getByLabel(/^仍要放在这里的原因/)
  await anyway.fill(`临时腾位 ${run}`)
  await look(page, 'arrival-refused')
  await page.getByRole('button', { name: '注明原因，仍要放置' }).click()
  await expect(page.getByText(/YK-\d{8}-\d+ 已过账/)).toBeVisible()
  await expect(page.locator('.warning')).toContainText(/现放在 危险品专库/)
  expect(await lies(keeper, 'D01', 'H1', lotId)).toBeGreaterThanOrEqual(1)
  // Back to where it came from.
  for (const { lot } of document.movements) {
    const quantity = await lies(keeper, 'D01', 'H1', lot.id)
    if (quantity > 0) await send(keeper, other, ['D01', 'T-102'], { itemId, lotId: lot.id, quantity: String(quantity), fromBinId: await binOf(keeper, 'D01', 'H1') })
  }
})

test('a transfer between one’s own sites is put away at once, refused at the line and overridden; its draft keeps the bin', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const itemId = await keeper.item(blanket)
  const there = await send(keeper, keeper, ['D01', 'D02'], { itemId, quantity: '3' })
  await as(page, 'keeper')
  await show(page, '/transfer?site=D02')
  await page.getByRole('combobox', { name: '到储备点' }).fill('D01')
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: 'D01' }).first().click()
  await page.getByRole('combobox', { name: '品种 第 1 行' }).fill(blanket)
  await page.getByTitle(new RegExp(blanket)).click()
  await page.getByLabel('数量 第 1 行').fill('3')
  await expect(page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')).toHaveCount(0)
  const accept = page.getByRole('button', { name: /^放入 / })
  await expect(accept).toBeVisible()
  await look(page, 'transfer')
  await choose(page, /^上架到 第 1 行/, 'H2')
  await page.getByRole('button', { name: '存草稿' }).click()
  await page.getByRole('link', { name: '修改', exact: true }).click()
  await expect(page.locator('.put-away-bin .select').first()).toContainText('H2')
  await page.getByRole('button', { name: '保存并提交' }).click()
  await expect(page.locator('.grid-below .field-error')).toContainText(/须存于.*该处为 危险品专库/)
  await page.getByLabel(/^仍要放在这里的原因/).fill(`临时腾位 ${run}`)
  await look(page, 'transfer-refused')
  await page.getByRole('button', { name: '保存并提交' }).click()
  await expect(page.getByText(/YK-\d{8}-\d+ 已过账/)).toBeVisible()
  await expect(page.locator('.warning')).toContainText(/现放在 危险品专库/)
  expect(await lies(keeper, 'D01', 'H2', there.lot)).toBe(3)
  const [from, to] = [await binOf(keeper, 'D01', 'H2'), await keeper.site('D01')]
  // It stays in the depot, out of the cage, through the form that moves within a site: the bin it leaves is not proposed.
  await show(page, '/sites/D01/bins?bin=H2')
  await page.getByRole('dialog').getByRole('button', { name: /^移位 / }).first().click()
  const put = page.getByRole('dialog').getByRole('button', { name: /^放入 / })
  await expect(put).not.toContainText('H2')
  await put.click()
  await page.getByRole('dialog').getByRole('button', { name: '移位', exact: true }).first().click()
  await expect(page.getByRole('dialog').getByText(/^已移位，单据/)).toBeVisible()
  expect(await lies(keeper, 'D01', 'H2', there.lot), `${from} of ${to} is as it was`).toBe(0)
})

test('a code that is scanned on the stock list filters it, whatever has the focus; one that names nothing is told', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const { balances } = await keeper.ask<{ balances: { nodes: { lot: { lotNo: string } }[] } }>('query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i, first: 1) { nodes { lot { lotNo } } } }', { s: await keeper.site('D01'), i: await keeper.item(blanket) })
  await as(page, 'keeper')
  await show(page, '/stock?site=D01')
  const rows = page.locator('tbody tr.ant-table-row')
  await expect(rows.nth(3)).toBeVisible()
  await scan(page, blanket)
  await expect(page).toHaveURL(new RegExp(`item=${blanket}|search=${blanket}`))
  await expect(rows.filter({ hasNotText: blanket })).toHaveCount(0)
  await expect(rows.filter({ hasText: blanket }).first()).toBeVisible()
  await show(page, '/stock?site=D01')
  const search = page.getByRole('textbox').first()
  await search.focus()
  await scan(page, balances.nodes[0]!.lot.lotNo)
  await expect(page).not.toHaveURL(/\/stock\?site=D01$/)
  await expect(search).toHaveValue(/^(?!.*Digit)/) // the burst is no typing
  await scan(page, `NO-${run}-NO`)
  await expect(page.getByText(`账上没有批号或序列号“NO-${run}-NO”`)).toBeVisible()
})
