// The stocktake: planned at a desk, counted blind on the phone, with and without a network, on paper too; differences approved and
// posted; what comes too late is refused into the tray.
import { expect, test, type Page } from '@playwright/test'
import { as, show, violations } from './desk.ts'
import { Api, countTaps, openPhone, scan, stockRead, tapDigits } from './phone.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const blanket = 'XQ-LR-0018'
const run = Date.now().toString(36).toUpperCase()
const lot = (no: number) => `CNT-${run}-${no}`
type Bin = { id: string; code: string }
let first: Bin, second: Bin
let countId = ''
let number = ''

/** What stands on a screen: nothing that axe finds, no sideways scroll; and a picture of it, where somebody asks for one. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png`, fullPage: true })
  await expect.poll(() => violations(page), { message: name }).toEqual([]) // once colours rest
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBeLessThanOrEqual(0)
}

type Line = { id: string; outcome: string | null; counted: string | null; difference: string | null; lot: { lotNo: string }; document: { number: string } | null }
async function linesOf(api: Api): Promise<Line[]> {
  const { node } = await api.ask<{ node: { lines: { nodes: Line[] } } }>('query($id: ID!) { node(id: $id) { ... on StockCount { lines(first: 250) { nodes { id outcome counted difference lot { lotNo } document { number } } } } } }', { id: countId })
  return node.lines.nodes
}
const ofLot = (lines: Line[], no: number) => lines.find((line) => line.lot.lotNo === lot(no))

test('a dispatcher plans a blind stocktake of a zone', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const site = await keeper.site('D01')
  const item = await keeper.item(blanket)
  const { bins } = await keeper.ask<{ bins: { nodes: (Bin & { lots: number })[] } }>('query($site: ID!) { bins(siteId: $site, zone: "A", openOnly: true, first: 250) { nodes { id code lots } } }', { site })
  ;[first, second] = bins.nodes.filter((bin) => bin.lots === 0).slice(-2) as unknown as [Bin, Bin]
  const expiresOn = `${new Date().getUTCFullYear() + 2}-06-30`
  await keeper.run('receiveGoods', 'ReceiveGoodsInput', 'document { number }', {
    siteId: site, reason: 'DONATION', lines: [[1, '10', first], [2, '100', first], [3, '50', first], [4, '5', second]].map(([no, quantity, bin]) => ({ itemId: item, quantity, lotNo: lot(no as number), expiresOn, unitCost: '10', binId: (bin as Bin).id })),
  })
  await as(page, 'dispatcher')
  await show(page, '/counts')
  await page.getByRole('link', { name: '新建盘点' }).click()
  await page.getByLabel('储备点').click()
  await page.keyboard.type('D01')
  await page.getByTitle(/^D01 /).click()
  await page.getByRole('radio', { name: '库区' }).check()
  await page.getByRole('combobox', { name: '库区' }).click()
  await page.getByTitle(/^A（\d+ 行/).click()
  await expect(page.getByRole('switch', { name: /盲盘/ })).toBeChecked()
  await expect(page.getByText(/\d+ 行，\d+ 个品种，\d+ 个货位/)).toBeVisible()
  await look(page, 'plan')
  await page.getByRole('button', { name: '开始盘点' }).click()
  await expect(page.getByText(/PJ-\d{8}-\d{3} 已开始/)).toBeVisible()
  countId = page.url().split('/counts/')[1]!.split('?')[0]!
  number = (await page.getByRole('heading', { level: 1 }).textContent())!.split(' ')[1]!
  await look(page, 'open')
  await page.getByRole('link', { name: '打印盘点表' }).click()
  await expect(page.getByRole('region', { name: `盘点表 ${first.code}` })).toContainText(lot(2))
  await look(page, 'sheets')
})

test('a keeper counts a bin of three lots with a scan, four taps and digits, then without a network', async ({ page, context, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const dispatcher = await Api.as(playwright, baseURL, 'dispatcher')
  await openPhone(page, 'keeper')
  await stockRead(page)
  const task = page.getByRole('link', { name: new RegExp(number) })
  await expect(task).toBeVisible()
  await look(page, 'phone-home')
  const taps = await countTaps(page)
  await task.click()
  await expect(page.getByText('盲盘：不显示账面数')).toBeVisible()
  await look(page, 'phone-bins')
  await scan(page, first.code)
  await expect(page.getByRole('heading', { name: first.code })).toBeVisible()
  await expect(page.getByText('账面')).toHaveCount(0)
  await expect(page.getByRole('button', { name: '下一批' })).toBeDisabled() // blank is not zero
  await page.keyboard.type('10')
  await look(page, 'phone-line')
  await page.getByRole('button', { name: '下一批' }).click()
  await expect(page.getByText(lot(2))).toBeVisible()
  await page.keyboard.type('98')
  await page.getByRole('button', { name: '下一批' }).click()
  await expect(page.getByText(lot(3))).toBeVisible()
  await page.keyboard.type('30')
  await page.getByRole('button', { name: '盘完' }).click()
  await expect(page.getByText(`${first.code} 已盘完`)).toBeVisible()
  expect(await taps()).toBe(4)
  await expect.poll(async () => ofLot(await linesOf(dispatcher), 3)?.difference).toBe('-20')

  // Without a network: an empty bin, and goods beside the list; it is all there after a reload of what is kept.
  await context.setOffline(true)
  await page.getByLabel('扫货位码，或输入货位号').fill(second.code)
  await page.getByRole('button', { name: new RegExp(second.code) }).click()
  await page.getByRole('button', { name: '此位为空' }).click()
  await expect(page.getByText(`${second.code} 已记为空（1 批记 0）`)).toBeVisible()
  await page.getByRole('button', { name: new RegExp(first.code) }).click()
  await expect(page.getByRole('list', { name: `${first.code} 的批次` })).toContainText('已盘 98 条')
  await look(page, 'phone-place')
  await page.getByRole('button', { name: '加清单外批次' }).click()
  await page.getByRole('searchbox').fill(blanket)
  await page.getByRole('button', { name: /毛毯/ }).first().click()
  await page.getByLabel('批号（扫码或输入）').fill(lot(5))
  await page.getByRole('button', { name: '下一步' }).click()
  const expiry = page.getByRole('heading', { name: '有效期至？' })
  if (await expiry.or(page.getByRole('heading', { name: '数到多少？' })).first().textContent() === '有效期至？') {
    await tapDigits(page, '281231')
    await page.getByRole('button', { name: '下一步' }).click()
  }
  await tapDigits(page, '7')
  await look(page, 'phone-beside')
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: lot(5) })).toContainText('清单外')
  await expect(page.getByRole('link', { name: /2 笔待上传/ })).toBeVisible()
  expect(ofLot(await linesOf(keeper), 5)).toBeUndefined()
  await context.setOffline(false)
  await expect.poll(async () => ofLot(await linesOf(dispatcher), 5)?.counted, { timeout: 45_000 }).toBe('7')
  expect(ofLot(await linesOf(dispatcher), 4)?.counted).toBe('0')
})

test('at the desk: a recount on paper, approvals row by row, and a closing that is seen before', async ({ page, browser, playwright, baseURL }) => {
  const dispatcher = await Api.as(playwright, baseURL, 'dispatcher')
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const before = await keeper.onHand('D01', blanket)
  await as(page, 'dispatcher')
  await show(page, `/counts/${countId}?only=DIFFERENT`)
  const row = (no: number) => page.getByRole('row').filter({ hasText: lot(no) })
  await expect(row(2)).toContainText('−2')
  await row(2).getByRole('checkbox').check()
  await page.getByRole('button', { name: '要求复盘' }).click()
  await page.getByLabel('复盘原因').fill('差数待核')
  await page.getByRole('button', { name: '开始复盘' }).click()
  await expect(page.getByRole('status').filter({ hasText: lot(2) })).toContainText('已开始复盘')
  await expect(row(2)).toHaveCount(0)

  // The keeper has it on paper this time.
  const paper = await (await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await as(paper, 'keeper')
  await show(paper, `/counts/${countId}/enter?bin=${first.code}`)
  const figure = paper.getByRole('row').filter({ hasText: lot(2) }).getByRole('textbox')
  await figure.fill('99')
  await paper.getByRole('button', { name: /^录入 1 行/ }).click()
  await expect(paper.getByText('请填盘点时间')).toBeVisible()
  await paper.getByRole('button', { name: '现在' }).click()
  await look(paper, 'enter')
  await paper.reload()
  await expect(figure).toHaveValue('99') // what was typed is kept
  await paper.getByRole('button', { name: /^录入 1 行/ }).click()
  await expect(paper.getByText('实盘数已录入。')).toBeVisible()
  await expect(paper.getByText('盲盘，结束后可见').first()).toBeVisible()
  await paper.context().close()

  await page.reload()
  await expect(row(2)).toContainText('−1')
  for (const no of [3, 4, 5]) await row(no).getByRole('checkbox').check()
  await look(page, 'lines')
  await page.getByRole('button', { name: '批准差异' }).click()
  await expect(page.getByRole('status').filter({ hasText: lot(3) })).toContainText('已批准')
  await page.getByRole('button', { name: '结束盘点' }).click()
  const posting = page.getByRole('table', { name: '将调账的行' })
  for (const no of [2, 3, 4, 5]) await expect(posting).toContainText(lot(no))
  await expect(posting).not.toContainText(lot(1))
  await expect(page.getByRole('button', { name: '确认结束' })).toBeDisabled() // lines that nobody counted stay: why
  await page.getByLabel('有行不调账的原因').fill('其余货位下次再盘')
  await look(page, 'closing')
  await page.setViewportSize({ width: 390, height: 844 })
  await look(page, 'closing-390')
  await page.setViewportSize({ width: 1366, height: 768 })
  // The stocktake is read anew before its lines are: the form of closing is gone from the page before its write is done with.
  await page.route('**/graphql', async (route) => {
    if (/lines\(/.test(route.request().postData() ?? '')) await new Promise((resolve) => setTimeout(resolve, 1_500))
    await route.continue()
  })
  await page.getByRole('button', { name: '确认结束' }).click()
  await expect(page.getByText(`${number} 已结束，账面已按实盘更正。`)).toBeVisible()
  await page.unrouteAll({ behavior: 'wait' })
  await look(page, 'closed')
  const lines = await linesOf(dispatcher)
  expect([1, 2, 3, 4, 5].map((no) => [ofLot(lines, no)?.outcome, ofLot(lines, no)?.difference])).toEqual([['CONFIRMED', '0'], ['ADJUSTED', '-1'], ['ADJUSTED', '-20'], ['ADJUSTED', '-5'], ['ADJUSTED', '7']])
  expect(ofLot(lines, 3)!.document!.number).toMatch(/^PD-/)
  expect(lines.some((line) => line.outcome === 'UNCOUNTED')).toBe(true)
  expect(await keeper.onHand('D01', blanket)).toBe(before - 19)
  await show(page, '/counts')
  await expect(page.getByRole('row').filter({ hasText: number })).toContainText('4 行有差异')
  await look(page, 'list')
})

test('what comes after the closing is refused into the tray, and says what to do', async ({ page, context, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const site = await keeper.site('D01')
  const { openStockCount } = { openStockCount: await keeper.run<{ count: { id: string; number: string } }>('openStockCount', 'OpenStockCountInput', 'count { id number }', { siteId: site, blind: false, plan: { kind: 'ZONE', zone: 'A' } }) }
  countId = openStockCount.count.id
  await openPhone(page, 'keeper')
  await stockRead(page)
  await page.getByRole('link', { name: new RegExp(openStockCount.count.number) }).click()
  await scan(page, first.code)
  await expect(page.getByText(/账面 10 条/)).toBeVisible() // not blind
  await context.setOffline(true)
  await page.keyboard.type('9')
  await page.getByRole('button', { name: '下一批' }).click()
  await expect(page.getByText(lot(2))).toBeVisible()
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByRole('heading', { name: `盘点 ${openStockCount.count.number}` })).toBeVisible()
  await keeper.run('closeStockCount', 'CloseStockCountInput', 'count { state }', { countId, reason: '改日再盘' })
  await context.setOffline(false)
  await page.getByRole('link', { name: /待传箱|被退回|待上传/ }).first().click()
  const refused = page.locator('.card-rejected')
  await expect(refused).toContainText('请新开盘点重盘', { timeout: 45_000 })
  await look(page, 'phone-tray')
  await refused.getByRole('button', { name: '改数重提' }).click()
  await expect(page.getByText('这些数被退回')).toBeVisible()
  await look(page, 'phone-review')
  await page.getByRole('button', { name: '返回' }).click()
  await refused.getByRole('button', { name: '作废' }).click()
  await page.getByLabel('改由纸质单据处理').check({ force: true })
  await page.getByRole('button', { name: '确认作废' }).click()
  await expect(refused).toHaveCount(0)

  // The stock is left as it was.
  const item = await keeper.item(blanket)
  const { balances } = await keeper.ask<{ balances: { nodes: { lot: { id: string; lotNo: string }; onHand: string; expired: string }[] } }>('query($site: ID!, $item: ID!) { balances(siteId: $site, itemId: $item, first: 250) { nodes { lot { id lotNo } onHand expired } } }', { site, item })
  const mine = balances.nodes.filter((row) => row.lot.lotNo.startsWith(`CNT-${run}`) && row.expired === '0')
  await keeper.run('issueGoods', 'IssueGoodsInput', 'document { number }', { siteId: site, reason: 'CONSUMPTION', lines: mine.map((row) => ({ itemId: item, lotId: row.lot.id, quantity: row.onHand })) })
})
