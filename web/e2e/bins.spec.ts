// Bins on the desktop: how full a site and its bins are, making them by a pattern, changing and closing one, moving goods from bin
// to bin, and putting away what is received.
import { expect, test, type Page } from '@playwright/test'
import { as, api, choose, show } from './desk.ts'

test.describe.configure({ mode: 'serial' })

const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (!shots) return
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}
const run = Date.now().toString(36).toUpperCase().slice(-5)

/** Chooses a bin in a field of choices by its code. */
test('an administrator sees the codes of a pattern before they are made, changes a bin and closes it', async ({ page }) => {
  await as(page, 'admin')
  await show(page, '/sites/D02/bins')
  await page.getByRole('button', { name: '新建货位' }).click()
  await page.getByLabel(/^规则/).fill(`${run}-`)
  await expect(page.getByText('货位规则须为大写字母和数字的范围')).toBeVisible()
  await page.getByLabel(/^规则/).fill(`Z${run} x 01-03 x 1-2`)
  await expect(page.getByText('将新建 6 个货位')).toContainText(`Z${run}-03-2`)
  await page.getByRole('textbox', { name: '库区' }).fill('Z')
  await page.getByRole('textbox', { name: /^每位容积/ }).fill('0.5')
  await shot(page, 'define')
  await page.getByRole('button', { name: '新建 6 个' }).click()
  await expect(page.getByText('已新建 6 个货位。')).toBeVisible()
  await show(page, `/sites/D02/bins?code=Z${run}`)
  const row = page.getByRole('row').filter({ hasText: `Z${run}-01-2` })
  await expect(row).toContainText('0 / 0.5 m³')
  await row.getByRole('button', { name: /^修改货位/ }).click()
  await page.getByRole('checkbox', { name: /停用/ }).check()
  await shot(page, 'change')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(`货位 Z${run}-01-2 已保存。`)).toBeVisible()
  await expect(row).toContainText('停用')
  await page.getByRole('button', { name: '新建货位' }).click()
  await page.getByLabel(/^规则/).fill(`Z${run} x 01 x 1`)
  await expect(page.getByText('其中 1 个编码已有')).toBeVisible()
  await expect(page.getByRole('button', { name: '新建', exact: true })).toBeDisabled()
})

test('a keeper moves goods from bin to bin; a rule of storage refuses in words and is overridden with a reason', async ({ page }) => {
  await as(page, 'keeper')
  await show(page, '/sites/D01')
  await page.getByRole('link', { name: '看货位' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /货位/ })).toBeVisible()
  await expect(page.getByText(/已用 .* m³，共|容积未测/)).toBeVisible()
  await shot(page, 'bins')
  const { sites } = await api<{ sites: { nodes: { id: string; code: string }[] } }>(page, '{ sites(first: 250) { nodes { id code } } }')
  const siteId = sites.nodes.find((one) => one.code === 'D01')!.id
  const { bins } = await api<{ bins: { nodes: { code: string; lots: number; closed: boolean }[] } }>(page, 'query($siteId: ID!) { bins(siteId: $siteId, code: "A", first: 100) { nodes { code lots closed } } }', { siteId })
  const from = bins.nodes.find((one) => one.lots > 0)!.code
  const to = bins.nodes.filter((one) => one.lots === 0).at(-1)!.code
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: from, exact: true }) })
  await row.getByRole('link', { name: from, exact: true }).click()
  const drawer = page.getByRole('dialog')
  const move = async (bin: string) => {
    await drawer.getByRole('button', { name: /^移位 / }).first().click()
    await drawer.getByLabel(/^数量/).fill('1')
    await choose(page, /^上架到/, bin)
    await drawer.getByRole('button', { name: '移位', exact: true }).first().click()
  }
  await move('H1')
  await expect(drawer.getByRole('alert')).toContainText(/须存于.*(常温|干燥|阴凉).*该处为 危险品专库/)
  const anyway = drawer.getByRole('button', { name: '注明原因，仍要放置' })
  await expect(anyway).toBeDisabled()
  await drawer.getByLabel(/^仍要放在这里的原因/).fill(`临时腾位 ${run}`)
  await shot(page, 'move-refused')
  await anyway.click()
  await expect(drawer.getByText(/^已移位，单据/)).toBeVisible()
  for (const [where, back] of [['H1', to], [to, from]] as const) { // the stock lies as it did
    await show(page, `/sites/D01/bins?bin=${where}`)
    await move(back)
    await expect(drawer.getByText(/^已移位，单据/)).toBeVisible()
    await expect(drawer.getByText('这个货位是空的。')).toBeVisible()
  }
})

test('a receipt is put into the bin that is proposed; a storage rule refuses at the line, is overridden with a reason, and the warning stays', async ({ page }) => {
  const lot = `E2E-${run}`
  await as(page, 'keeper')
  await show(page, '/receive?site=D01')
  await page.getByRole('combobox', { name: '品种 第 1 行' }).fill('XQ-LR-0018')
  await page.getByTitle(/XQ-LR-0018/).click()
  await page.getByLabel('数量 第 1 行').fill('3')
  await page.getByLabel('批号 第 1 行').fill(lot)
  await page.getByLabel('有效期至 第 1 行').fill('2029-10-31')
  const accept = page.getByRole('button', { name: /^放入 / })
  const proposed = (await accept.innerText()).replace('放入 ', '')
  await accept.click()
  const bin = page.locator('.put-away-bin .select').first()
  await expect(bin).toContainText(proposed)
  await expect(accept).toHaveCount(0)
  await shot(page, 'put-away')
  // Another choice, which a rule stands against.
  await choose(page, /^上架到 第 1 行/, 'H1')
  await page.getByRole('button', { name: '过账' }).click()
  const line = page.locator('.grid-below .field-error')
  await expect(line).toContainText(/须存于.*该处为 危险品专库/)
  await page.getByLabel(/^仍要放在这里的原因/).fill(`临时腾位 ${run}`)
  await shot(page, 'put-away-refused')
  await page.getByRole('button', { name: '注明原因，仍要放置' }).click()
  await expect(page.getByText(/RK-\d{8}-\d+ 已过账/)).toBeVisible()
  const warning = page.locator('.warning')
  await expect(warning).toContainText(/须存于.*现放在 危险品专库/)
  await shot(page, 'warned')
  const receipt = page.url()
  await show(page, '/stock') // a load of its own forgets it, a link within the console does not
  await expect(page.locator('.warning')).toHaveCount(0)
  await show(page, '/sites/D01/bins?bin=H1')
  await expect(page.getByRole('dialog')).toContainText(lot)
  await page.goto(receipt)
  await page.getByRole('button', { name: /^(撤销|冲销)$/ }).click()
  await page.getByLabel(/原因/).fill('测试')
  await page.getByRole('button', { name: /^确认/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^冲销单 CX-/ })).toBeVisible()
  await show(page, '/sites/D01/bins?bin=H1')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog')).not.toContainText(lot)
})

test('a bare bin code opens its bin from the ledger; where it may mean several things, a person chooses', async ({ page }) => {
  await as(page, 'admin')
  const sites = (await api<{ sites: { nodes: { id: string; code: string }[] } }>(page, '{ sites(first: 250) { nodes { id code } } }')).sites.nodes
  const define = async (code: string, pattern: string) => {
    const answer = await api<{ defineBins: { userErrors: unknown[] } }>(page, 'mutation($input: DefineBinsInput!) { defineBins(input: $input) { userErrors { code } } }', { input: { requestKey: `e2e-scan-${code}-${run}`, siteId: sites.find((site) => site.code === code)!.id, pattern } })
    expect(answer.defineBins.userErrors).toEqual([])
  }
  await define('D01', `Q${run} x 1-2`)
  await define('D02', `Q${run} x 1`)
  await as(page, 'dispatcher')
  await show(page, '/stock')
  const search = page.getByLabel('名称、编码、拼音')
  const filter = async (text: string) => {
    await search.fill(text)
    await search.press('Enter')
  }
  await filter(`q${run.toLowerCase()}-2`)
  await expect(page).toHaveURL(new RegExp(`/sites/D01/bins\\?bin=Q${run}-2`))
  await expect(page.getByRole('dialog')).toContainText(`Q${run}-2`)
  // Two sites have this one; of the site that is looked at it is plain.
  await show(page, '/stock')
  await filter(`Q${run}-1`)
  const said = page.getByRole('status').filter({ hasText: '有几种含义' })
  await expect(said.getByRole('link')).toHaveCount(2)
  await shot(page, 'ambiguous-code')
  await said.getByRole('link').last().click()
  await expect(page).toHaveURL(new RegExp(`/sites/D0[12]/bins\\?bin=Q${run}-1`))
  await show(page, '/stock?site=D02')
  await filter(`Q${run}-1`)
  await expect(page).toHaveURL(new RegExp(`/sites/D02/bins\\?bin=Q${run}-1`))
  // What is no bin is searched for, as words are.
  await show(page, '/stock')
  await filter(`N0-${run}`)
  await expect(page).toHaveURL(new RegExp(`search=N0-${run}`))
})
