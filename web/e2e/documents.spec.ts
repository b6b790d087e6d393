// The life of documents on the desktop: approval by two persons, refusal and change, holds, scrapping, recovery, and the rules.
import { expect as expectSoon, test, type Browser, type Page } from '@playwright/test'
import { api, as, show } from './desk.ts'

// Four people take turns here: on a busy machine that takes its time.
const expect = expectSoon.configure({ timeout: 30_000 })
test.describe.configure({ timeout: 240_000 })

const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (!shots) return
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** A page of another person beside this one. */
async function other(browser: Browser, account: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await as(page, account)
  return page
}

const requestKey = () => `e2e-documents-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
type Answer = Record<string, { document: { id: string; movements: { lot: { id: string } }[] }; userErrors: { message: string }[] }>

async function write(page: Page, field: string, input: Record<string, unknown>) {
  const type = field[0]!.toUpperCase() + field.slice(1) + 'Input'
  const answer = await api<Answer>(page, `mutation($input: ${type}!) { ${field}(input: $input) { document { id movements { lot { id } } } userErrors { message } } }`, { input: { requestKey: requestKey(), ...input } })
  expect(answer[field]!.userErrors).toEqual([])
  return answer[field]!.document
}

async function ids(page: Page, item: string) {
  const { itemByCode, sites } = await api<{ itemByCode: { id: string }; sites: { nodes: { id: string; code: string }[] } }>(page, `query($code: String!) { itemByCode(code: $code) { id } sites(first: 250) { nodes { id code } } }`, { code: item })
  return { itemId: itemByCode.id, siteId: sites.nodes.find((site) => site.code === 'D01')!.id }
}

/** Goods of a lot of their own, so that what a test takes is nobody else's. */
async function freshLot(page: Page, quantity: string, unitCost: string | null = '1') {
  const { itemId, siteId } = await ids(page, 'XQ-LR-0018')
  const lotNo = `E2E-D-${Date.now().toString(36)}`
  const document = await write(page, 'receiveGoods', { siteId, reason: 'PURCHASE', lines: [{ itemId, quantity, lotNo, expiresOn: '2029-11-30', unitCost }] })
  return { itemId, siteId, lotNo, lotId: document.movements[0]!.lot.id }
}

/** Takes what is left of a lot out of the books again. */
async function takeAway(page: Page, { siteId, itemId, lotNo }: { siteId: string; itemId: string; lotNo: string }) {
  const { balances } = await api<{ balances: { nodes: { available: string; lot: { id: string; lotNo: string } }[] } }>(page, `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i, first: 250) { nodes { available lot { id lotNo } } } }`, { s: siteId, i: itemId })
  const lines = balances.nodes.filter((row) => row.lot.lotNo.startsWith(lotNo) && row.available !== '0').map((row) => ({ itemId, lotId: row.lot.id, quantity: row.available }))
  if (lines.length > 0) await write(page, 'issueGoods', { siteId, reason: 'CONSUMPTION', lines })
}

const lotOption = (page: Page, label: string, lot: string) => page.getByLabel(label).locator('option').filter({ hasText: lot })
async function chooseLot(page: Page, label: string, lot: string) {
  const option = lotOption(page, label, lot)
  await expect(option.first()).toBeAttached()
  await page.getByLabel(label).selectOption((await option.first().getAttribute('value'))!)
}

test('hazardous goods wait for two persons; each sees what is given and still needed, and the author undoes it in the end', async ({ page, browser }) => {
  await as(page, 'keeper')
  await show(page, '/issue?site=D01&item=XQ-MH-0014')
  await page.getByLabel('数量 第 1 行').fill('24') // whole packs
  await expect(page.getByText(/取自/)).toBeVisible()
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByText('已提交审批，须 2 人审批；所列物资已占用。')).toBeVisible()
  await expect(page.getByText('还差 2 人')).toBeVisible()
  await expect(page.getByText('危险品 3 类')).toBeVisible()
  await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0)
  const id = new URL(page.url()).pathname
  await shot(page, 'document-waits')

  await show(page, '/stock?row=D01~XQ-MH-0014')
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('row').filter({ hasText: '出库单 待审批' })).toContainText('24')
  const figures = (await drawer.locator('.sum .quantity').allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, '')))
  expect(figures[0]).toBe(figures.slice(1).reduce((sum, part) => sum + part, 0))
  expect(figures[2]).toBeGreaterThanOrEqual(24)
  await shot(page, 'drawer')

  const first = await other(browser, 'dispatcher')
  await show(first, '/')
  await first.getByRole('link', { name: /待审批的单据/ }).click()
  const row = first.getByRole('row').filter({ has: first.locator(`a[href="${id}"]`) })
  await expect(row).toContainText('0/2 人')
  await expect(row).toContainText('危险品 3 类')
  await row.getByRole('checkbox').check()
  await shot(first, 'approvals')
  await first.getByRole('button', { name: '批准所选 1 张' }).click()
  await first.getByRole('button', { name: '确认批准' }).click()
  await expect(first.getByText('批准 1 张，未批准 0 张。')).toBeVisible()
  await expect(first.getByText('还须 1 人批准')).toBeVisible()
  await shot(first, 'approval-results')
  await first.getByRole('button', { name: '关闭' }).click()
  await expect(row).toHaveCount(0)
  await first.context().close()

  const second = await other(browser, 'dispatcher-deputy')
  await show(second, id)
  await expect(second.getByText('区调度员 批准')).toBeVisible()
  await expect(second.getByText('还差 1 人')).toBeVisible()
  await second.getByRole('button', { name: '批准' }).click()
  await second.getByRole('button', { name: '确认批准' }).click()
  await expect(second.getByText('您已批准，现为：已批准。')).toBeVisible()
  await second.context().close()

  await show(page, id)
  await page.getByRole('button', { name: '过账' }).click()
  await page.getByRole('button', { name: '确认过账' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /出库单 CK-\d{8}-\d+/ })).toBeVisible()
  await expect(page.getByText(/前可撤销/)).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByLabel('冲销原因').fill('试验')
  await page.getByRole('button', { name: '确认撤销' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /冲销单/ })).toBeVisible()
  await page.getByRole('link', { name: /CK-/ }).click()
  await expect(page.getByText('已冲销', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: /CX-|\d{8}-\d+/ }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: /冲销单/ })).toBeVisible()
})

test('an adjustment is refused with a reason, changed without retyping, submitted again and approved', async ({ page, browser }) => {
  await as(page, 'keeper')
  const { itemId, siteId } = await ids(page, 'XQ-LR-0018')
  const stock = await api<{ balances: { nodes: { lot: { id: string; lotNo: string }; onHand: string; reserve: { id: string } }[] } }>(page, `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i) { nodes { onHand lot { id lotNo } reserve { id } } } }`, { s: siteId, i: itemId })
  const lot = stock.balances.nodes.find((row) => /^L\d+$/.test(row.lot.lotNo))! // the demonstration's own, which has a price
  await show(page, '/adjust?site=D01&item=XQ-LR-0018')
  await chooseLot(page, '批次 第 1 行', lot.lot.lotNo)
  await page.getByLabel('盈亏 第 1 行').selectOption('found')
  await page.getByLabel('数量 第 1 行').fill('5')
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByRole('alert')).toContainText('请选择原因')
  await expect(page.getByRole('alert')).toContainText('请写明情况')
  await page.getByText('计数差错').click()
  await page.getByLabel('情况说明').fill('货架后找到五床')
  await expect(page.getByText(/调整后/)).toBeVisible()
  await shot(page, 'adjust')
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByText(/已提交审批，须 1 人审批/)).toBeVisible()
  const id = new URL(page.url()).pathname

  const dispatcher = await other(browser, 'dispatcher')
  await show(dispatcher, '/approvals')
  const row = dispatcher.getByRole('row').filter({ has: dispatcher.locator(`a[href="${id}"]`) })
  await expect(row).toContainText('盘盈 毛毯 5')
  await row.getByRole('button', { name: /^退回/ }).click()
  await expect(dispatcher.getByRole('button', { name: '确认退回' })).toBeDisabled()
  await dispatcher.getByLabel('退回原因').fill('请复点')
  await dispatcher.getByRole('button', { name: '确认退回' }).click()
  await expect(dispatcher.getByText(/^已退回：/)).toBeVisible()
  await expect(row).toHaveCount(0)

  await show(page, id)
  await expect(page.getByText('退回原因：请复点')).toBeVisible()
  await page.getByRole('link', { name: '修改' }).click()
  await expect(page.getByLabel('情况说明')).toHaveValue('货架后找到五床')
  await expect(page.getByLabel('数量 第 1 行')).toHaveValue('5')
  await expect(lotOption(page, '批次 第 1 行', lot.lot.lotNo).first()).toBeAttached()
  await page.getByLabel('数量 第 1 行').fill('3')
  await page.getByRole('button', { name: '保存并提交' }).click()
  await expect(page.getByText(/已提交审批，须 1 人审批/)).toBeVisible()
  expect(new URL(page.url()).pathname).toBe(id)

  await show(dispatcher, id)
  await expect(dispatcher.getByText('（单据已修改，此次审批作废）')).toBeVisible()
  await dispatcher.getByRole('button', { name: '批准' }).click()
  await dispatcher.getByRole('button', { name: '确认批准' }).click()
  await expect(dispatcher.getByText('您已批准，现为：已过账。')).toBeVisible()
  await expect(dispatcher.getByRole('heading', { level: 1, name: /调整单 \S+-\d{8}-\d+/ })).toBeVisible()
  await shot(dispatcher, 'adjusted')
  await dispatcher.context().close()
  await write(page, 'issueGoods', { siteId, reason: 'CONSUMPTION', lines: [{ itemId, lotId: lot.lot.id, quantity: '3' }] })
})

test('several are approved at once, and the one that was given up meanwhile is told apart', async ({ page, browser }) => {
  await as(page, 'keeper')
  const lot = await freshLot(page, '4', null) // of unknown worth: differences of it are approved
  const lost = () => write(page, 'adjustGoods', { siteId: lot.siteId, reason: 'LOST', note: '短少', lines: [{ found: false, goods: { itemId: lot.itemId, lotId: lot.lotId, quantity: '1' } }] })
  const [kept, given] = [await lost(), await lost()]
  const dispatcher = await other(browser, 'dispatcher')
  await show(dispatcher, '/approvals')
  const box = (document: { id: string }) => dispatcher.getByRole('row').filter({ has: dispatcher.locator(`a[href="/documents/${document.id}"]`) }).getByRole('checkbox')
  await box(kept).check()
  await box(given).check()
  await dispatcher.getByRole('button', { name: '批准所选 2 张' }).click()
  await api(page, 'mutation($input: DocumentReasonInput!) { cancelDocument(input: $input) { userErrors { message } } }', { input: { requestKey: requestKey(), documentId: given.id, revision: 1, reason: '找到了' } })
  await dispatcher.getByRole('button', { name: '确认批准' }).click()
  await expect(dispatcher.getByText('批准 1 张，未批准 1 张。')).toBeVisible()
  const results = dispatcher.getByRole('region', { name: '审批结果' })
  await expect(results.getByRole('row').filter({ has: dispatcher.locator(`a[href="/documents/${kept.id}"]`) })).toContainText('已过账')
  await expect(results.getByRole('row').filter({ has: dispatcher.locator(`a[href="/documents/${given.id}"]`) })).toContainText('单据当前状态不允许此操作')
  await shot(dispatcher, 'approval-mixed')
  await dispatcher.context().close()
  await takeAway(page, lot)
})

test('goods are put on hold, released in part, and scrapped by three persons with what they brought', async ({ page, browser }) => {
  await as(page, 'keeper')
  const lot = await freshLot(page, '10')
  await show(page, '/holds?site=D01&item=XQ-LR-0018')
  await page.getByRole('button', { name: '冻结物资' }).click()
  const panel = page.getByRole('region', { name: '冻结物资' })
  await chooseLot(page, '批次', lot.lotNo)
  await panel.getByLabel('数量').fill('11')
  await expect(panel.getByText('请填写数量，最多 10')).toBeVisible()
  await panel.getByLabel('数量').fill('6')
  await panel.getByText('破损').click()
  await panel.getByLabel('备注').fill('雨淋')
  await shot(page, 'hold')
  await panel.getByRole('button', { name: '确认冻结' }).click()
  await expect(page.getByText('已冻结。')).toBeVisible()
  await page.getByRole('button', { name: `解冻 ${lot.lotNo}` }).click()
  await page.getByLabel('数量').fill('2')
  await page.getByLabel('为何可以使用').fill('晾干完好')
  await page.getByRole('button', { name: '确认解冻' }).click()
  await expect(page.getByText('已解冻。', { exact: true })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: lot.lotNo })
  await expect(row).toContainText('4 ')
  await shot(page, 'holds')

  await row.getByRole('link', { name: '报废' }).click()
  await expect(page.getByLabel('批次 第 1 行')).toContainText('冻结 4')
  await page.getByText('破损', { exact: true }).click()
  await page.getByLabel('数量 第 1 行').fill('4')
  await page.getByRole('button', { name: '提出报废' }).click()
  await expect(page.getByText(/已提交审批/)).toBeVisible()
  await expect(page.getByText('待鉴定')).toBeVisible()
  await expect(page.getByRole('button', { name: '技术鉴定' })).toHaveCount(0)
  const id = new URL(page.url()).pathname

  const appraiser = await other(browser, 'dispatcher')
  await show(appraiser, id)
  await expect(appraiser.getByRole('button', { name: '批准' })).toHaveCount(0)
  await appraiser.getByRole('button', { name: '技术鉴定' }).click()
  await appraiser.getByText('无使用价值', { exact: true }).click()
  await appraiser.getByLabel('鉴定情况').fill('填充物霉变')
  await appraiser.getByRole('button', { name: '提交鉴定' }).click()
  await expect(appraiser.getByText('鉴定结论已记录。')).toBeVisible()
  await expect(appraiser.getByRole('button', { name: '批准' }), 'who appraised does not approve').toHaveCount(0)
  await appraiser.context().close()

  const approver = await other(browser, 'dispatcher-deputy')
  await show(approver, id)
  await approver.getByRole('button', { name: '批准' }).click()
  await approver.getByRole('button', { name: '确认批准' }).click()
  await expect(approver.getByText('您已批准，现为：已批准。')).toBeVisible()
  await approver.context().close()

  await show(page, id)
  await page.getByRole('button', { name: '登记处置' }).click()
  await page.getByText('回收利用').click()
  await page.getByLabel('处置收入（元）').fill('12.345')
  await expect(page.getByText('请填写金额，至多两位小数')).toBeVisible()
  await page.getByLabel('处置收入（元）').fill('12.5')
  await page.getByRole('button', { name: '确认处置' }).click()
  await expect(page.getByText('处置已登记，报废单已过账。')).toBeVisible()
  await expect(page.getByText(/收入 12.5 元/)).toBeVisible()
  await shot(page, 'scrapped')
  await takeAway(page, lot)
})

test('a loan comes back, is cleaned and inspected, and is restocked by its condition', async ({ page }) => {
  await as(page, 'keeper')
  const lot = await freshLot(page, '6')
  const loan = await write(page, 'issueGoods', { siteId: lot.siteId, reason: 'LOAN', lines: [{ itemId: lot.itemId, lotId: lot.lotId, quantity: '5' }] })
  await show(page, `/documents/${loan.id}`)
  await page.getByRole('link', { name: '登记归还' }).click()
  const back = page.getByLabel(/^归还数/)
  await back.fill('6')
  await expect(page.getByText('最多 5')).toBeVisible()
  await back.fill('4')
  await page.getByRole('checkbox', { name: /^需清洗/ }).check()
  await shot(page, 'recover')
  await page.getByRole('button', { name: '确认归还' }).click()
  const row = page.getByRole('row').filter({ hasText: lot.lotNo })
  await expect(row).toContainText('待清洗')
  await row.getByRole('button', { name: /已清洗/ }).click()
  await expect(row).toContainText('待检')
  await row.getByRole('button', { name: /检验/ }).click()
  await page.getByLabel('A级（如新）').fill('2')
  await page.getByLabel('B级（用过）').fill('1')
  await expect(page.getByText(/还有 1 \S+ 未填/)).toBeVisible()
  await page.getByLabel('B级（用过）').fill('2')
  await expect(page.getByText('合计相符。')).toBeVisible()
  await shot(page, 'inspect')
  await page.getByRole('button', { name: '确认检验结果' }).click()
  await expect(page.getByText('检验结果已记录。')).toBeVisible()
  await show(page, '/recovery?site=D01&all=1')
  await expect(page.getByRole('row').filter({ hasText: lot.lotNo })).toContainText('B级（用过） 2')
  await shot(page, 'recovery')
  await takeAway(page, lot)
})

test('an administrator puts a rule in force and ends it; a draft is kept on the server and posted from its page', async ({ page, browser }) => {
  await as(page, 'admin')
  await show(page, '/approval-rules')
  await expect(page.getByRole('row').filter({ hasText: '危险品' }).first()).toContainText('2 人')
  await page.getByRole('button', { name: '新增规则' }).click()
  await page.getByLabel('金额达（元）').fill('987654')
  await page.getByRole('combobox', { name: '储备类别' }).click()
  await page.getByTitle('重大活动储备').click()
  await page.getByText('2 人', { exact: true }).last().click()
  await shot(page, 'rule')
  await page.getByRole('button', { name: '生 效' }).or(page.getByRole('button', { name: '生效', exact: true })).click()
  await expect(page.getByText('规则已生效。')).toBeVisible()
  const rule = page.getByRole('row').filter({ hasText: '987,654' })
  await expect(rule).toContainText('重大活动储备')
  await rule.getByRole('button', { name: /^停用/ }).click()
  await page.getByRole('button', { name: '确认停用' }).click()
  await expect(page.getByText('规则已停用。')).toBeVisible()
  await expect(rule).toHaveCount(0)
  await shot(page, 'rules')

  const keeper = await other(browser, 'keeper')
  const lot = await freshLot(keeper, '2')
  await show(keeper, '/issue?site=D01&item=XQ-LR-0018')
  await chooseLot(keeper, '批次 第 1 行', lot.lotNo)
  await keeper.getByLabel('数量 第 1 行').fill('2')
  await keeper.getByRole('button', { name: '存草稿' }).click()
  await expect(keeper.getByText('草稿已保存。提交后才会占用库存。')).toBeVisible()
  await show(keeper, '/documents?state=DRAFT&site=D01')
  await keeper.getByRole('link', { name: '（未编号）' }).first().click()
  await keeper.getByRole('button', { name: '提交' }).click()
  await keeper.getByRole('button', { name: '确认提交' }).click()
  await expect(keeper.getByText('已提交，现为：已过账。')).toBeVisible()
  await keeper.context().close()
})
