// Minimum stock on the desktop: setting and ending floors, what a refusal says, overrides by two persons, entrusted goods on their
// owner's order, and stock as of a moment, over a period and ahead.
import { expect, test, type Browser, type Page } from '@playwright/test'
import { api, as, show } from './desk.ts'

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
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await as(page, account)
  return page
}

const key = (what: string) => `e2e-minimums-${what}-${Date.now().toString(36)}`
const run = Date.now().toString(36)

async function ids(page: Page, item: string, site: string) {
  const { itemByCode, sites } = await api<{ itemByCode: { id: string }; sites: { nodes: { id: string; code: string }[] } }>(page, 'query($code: String!) { itemByCode(code: $code) { id } sites(first: 250) { nodes { id code } } }', { code: item })
  return { itemId: itemByCode.id, siteId: sites.nodes.find((one) => one.code === site)!.id }
}

async function incident(page: Page): Promise<{ id: string; number: string }> {
  const { organisations } = await api<{ organisations: { nodes: { id: string; code: string }[] } }>(page, '{ organisations(first: 250) { nodes { id code } } }')
  const { openIncident } = await api<{ openIncident: { incident: { id: string; number: string } } }>(page, 'mutation($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id number } } }', {
    input: { requestKey: key('incident'), scenarioCode: 'RF', level: 'IV', townId: organisations.nodes.find((one) => one.code === '120111103')!.id, peopleAffected: 10, name: `最低库存演示 ${run}`, works: false },
  })
  return openIncident.incident
}

async function close(page: Page, id: string) {
  const { node } = await api<{ node: { revision: number } }>(page, 'query($id: ID!) { node(id: $id) { ... on Incident { revision } } }', { id })
  await api(page, 'mutation($input: CloseIncidentInput!) { closeIncident(input: $input) { userErrors { code } } }', { input: { requestKey: key('close'), incidentId: id, revision: node.revision } })
}

async function reverse(page: Page, documentId: string) {
  const { reverseDocument } = await api<{ reverseDocument: { userErrors: unknown[] } }>(page, 'mutation($input: ReverseDocumentInput!) { reverseDocument(input: $input) { userErrors { code message } } }', { input: { requestKey: key('reverse'), documentId, reason: '测试完毕' } })
  expect(reverseDocument.userErrors).toEqual([])
}

/** Chooses in a field of choices by what is typed. */
async function choose(page: Page, field: string, typed: string, option: RegExp) {
  const box = page.getByRole('combobox', { name: new RegExp(`^${field} `) })
  if (typed) await box.fill(typed)
  else await box.click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: option }).first().click()
}

test('an administrator sets a floor, is told what is wrong at its field, changes and ends it', async ({ page }) => {
  await as(page, 'admin')
  await show(page, '/minimums')
  await page.getByRole('link', { name: '设定最低库存' }).click()
  await page.getByRole('button', { name: '执行' }).click()
  for (const told of ['请选择储备点', '请选择品种', '请填写数字']) await expect(page.getByText(told)).toBeVisible()
  await shot(page, 'set-empty')
  await choose(page, '储备点', 'D02', /D02/)
  await choose(page, '品种', 'XQ-LR-0106', /XQ-LR-0106/)
  await page.getByLabel(/^下限/).fill('2')
  await page.getByLabel(/^目标/).fill('1')
  await expect(page.getByText('目标不能低于下限').last()).toBeVisible()
  await page.getByLabel(/^目标/).fill('20')
  await page.getByLabel(/^预警余量/).fill('3')
  await expect(page.getByText(/区级南库的.*不少于 2 .*低于时只提醒/)).toBeVisible()
  await shot(page, 'set')
  await page.reload()
  await expect(page.getByLabel(/^下限/)).toHaveValue('2') // nothing typed is lost
  await page.getByRole('button', { name: '执行' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '最低库存', exact: true })).toBeVisible()
  await show(page, '/minimums?find=D02&kind=POLICY')
  const row = page.getByRole('row').filter({ hasText: 'XQ-LR-0106' })
  await expect(row).toContainText('提醒')
  await expect(row).toContainText('高出下限')
  await expect(row).toContainText('余量 3 内预警 · 目标 20')
  await row.getByRole('link', { name: '修改' }).click()
  await expect(page.getByLabel(/^下限/)).toHaveValue('2')
  await page.getByLabel(/^下限/).fill('4')
  await choose(page, '低于下限时', '', /须批准/)
  await page.getByRole('button', { name: '执行' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '最低库存', exact: true })).toBeVisible()
  await show(page, '/minimums?find=XQ-LR-0106&scope=SITE')
  await expect(row).toContainText('须批准')
  await row.getByRole('button', { name: '终止' }).click()
  await shot(page, 'minimums')
  await page.getByRole('button', { name: '确认终止' }).click()
  await expect(page.getByText(/已设为 .* 后终止/)).toBeVisible()
})

test('a floor in litres over the whole district is refused in litres, by name and at its line', async ({ page }) => {
  await as(page, 'admin')
  await show(page, '/minimums/set')
  await choose(page, '类别', '', /协议最低库存/)
  await choose(page, '范围', '', /全区/)
  await choose(page, '按什么计', '', /替代组/)
  await choose(page, '替代组', '', /饮用水/)
  await page.getByLabel('下限（升）').fill('1')
  await page.getByRole('button', { name: '执行' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '最低库存', exact: true })).toBeVisible()
  await show(page, '/minimums?scope=DISTRICT')
  await expect(page.getByRole('row').filter({ hasText: '饮用水' })).toContainText('升')
  await page.getByRole('row').filter({ hasText: '饮用水' }).getByRole('button', { name: '终止' }).click()
  await page.getByRole('button', { name: '确认终止' }).click()
  await expect(page.getByText(/后终止/)).toBeVisible()
  await as(page, 'partner')
  await show(page, '/issue?site=E01-W&item=XQ-LR-0043')
  await page.getByLabel('数量 第 1 行').fill('49992') // whole packs of 24
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByRole('alert')).toContainText(/第 1 行.*瓶装饮用水500mL最低库存为 48,000 瓶，现可用 [\d,]+ 瓶/)
  await expect(page.getByText('两人突破')).toHaveCount(0) // a dispatcher's, for an incident
  await page.getByRole('button', { name: '清空' }).click()
})

test('going below a covenant takes two dispatchers: one asks with the numbers, the other confirms, and it is used once', async ({ page, browser }) => {
  await as(page, 'dispatcher')
  const open = await incident(page)
  const issue = async () => {
    await show(page, `/issue?site=E06-W&item=XQ-LR-0018&incident=${open.id}`)
    await page.getByLabel('数量 第 1 行').fill('3100')
    await page.getByRole('button', { name: '过账' }).click()
    await expect(page.getByRole('alert')).toContainText('最低库存为 2,000')
  }
  await issue()
  await shot(page, 'refused')
  await page.getByRole('link', { name: '申请突破' }).click()
  await expect(page.getByLabel('最多出 1')).toHaveValue('3100')
  await expect(page.getByText('下限 2,000')).toContainText('现可用 5,000')
  await expect(page.getByText('下限 2,000')).toContainText('出后剩 1,900')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('请写明理由')).toBeVisible()
  await page.getByRole('textbox', { name: '理由' }).fill(`安置点缺被 ${run}`)
  await shot(page, 'ask-override')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('等待另一名调度员确认')).toBeVisible()
  await show(page, '/overrides')
  const asked = (where: Page) => where.getByRole('row').filter({ hasText: `安置点缺被 ${run}` })
  await expect(asked(page)).toContainText('须他人确认')

  const deputy = await other(browser, 'dispatcher-deputy')
  await show(deputy, '/')
  await deputy.getByRole('link', { name: /待确认的突破申请/ }).click()
  await asked(deputy).getByRole('button', { name: '确认' }).click()
  await expect(deputy.getByText('确认后 24 小时内可用一次')).toBeVisible()
  await shot(deputy, 'confirm-override')
  await deputy.getByRole('button', { name: '确认突破' }).click()
  await expect(deputy.getByText(/已确认，.*前可用一次/)).toBeVisible()
  await expect(asked(deputy)).toHaveCount(0)

  await issue()
  await page.getByRole('button', { name: '用此授权' }).click()
  await expect(page.getByText(/已过账/).first()).toBeVisible()
  const issued = /document_\d+/.exec(page.url())![0]
  await show(page, '/overrides?all=1')
  await expect(asked(page)).toContainText('已使用')
  await expect(asked(page).getByRole('link', { name: /^CK-/ })).toBeVisible()
  await shot(page, 'overrides')
  await show(page, '/breaches')
  const breach = page.getByRole('row').filter({ hasText: `安置点缺被 ${run}` })
  await expect(breach).toContainText('可用再增加 100')
  await expect(breach).toContainText('批准突破')
  await shot(page, 'breaches')
  await reverse(page, issued) // within ten minutes its author may
  await show(page, '/breaches?all=1')
  await expect(breach).toContainText('已补足')
  await close(page, open.id)
})

test('entrusted goods go on their owner’s order: the partner orders, the keeper sees it and issues by it', async ({ page, browser }) => {
  await as(page, 'partner')
  await show(page, '/entrusted')
  const own = page.getByRole('row').filter({ hasText: 'JH-0001' })
  await expect(own).toContainText('区级中心库')
  await expect(page.getByRole('row').filter({ hasText: 'XQ-LR-0053' }).first().getByRole('link', { name: '下达动用指令' })).toHaveCount(0) // the bureau's: it keeps them only
  await shot(page, 'entrusted')
  await own.getByRole('link', { name: '下达动用指令' }).click()
  await page.getByRole('button', { name: '下达', exact: true }).click()
  await expect(page.getByText('至少填一行数量')).toBeVisible()
  const allow = page.getByRole('textbox', { name: /^准许出库/ })
  await allow.fill('99999')
  await expect(page.getByText('不多于在此可用')).toBeVisible()
  await allow.fill('48')
  await page.getByLabel('备注').fill(`门店补货 ${run}`)
  await shot(page, 'order-release')
  await page.getByRole('button', { name: '下达', exact: true }).click()
  await expect(page.getByText(/已下达 FX-/)).toBeVisible()

  const keeper = await other(browser, 'keeper')
  await show(keeper, '/issue?site=D01&item=XQ-LR-0044') // without the order they stay
  await show(keeper, '/release-orders')
  const row = keeper.getByRole('row').filter({ hasText: `门店补货 ${run}` })
  await expect(row).toContainText('尚可出 48，共 48')
  await row.getByRole('link', { name: '按指令出库' }).click()
  await keeper.getByLabel(/^本次/).fill('49')
  await keeper.getByRole('button', { name: '过账' }).click()
  await expect(keeper.getByText('不能多于尚可出的数量')).toBeVisible()
  await keeper.getByLabel(/^本次/).fill('24')
  await shot(keeper, 'issue-by-order')
  await keeper.getByRole('button', { name: '过账' }).click()
  await expect(keeper.getByText(/已过账 CK-/)).toBeVisible()
  await expect(keeper.getByLabel(/^本次/)).toHaveValue('24') // what is left
  const issued = /document_\d+/.exec((await keeper.getByRole('link', { name: '查看单据' }).getAttribute('href'))!)![0]
  await reverse(keeper, issued)

  await show(page, '/release-orders')
  const mine = page.getByRole('row').filter({ hasText: `门店补货 ${run}` })
  await expect(mine).toContainText('尚可出 48，共 48')
  await mine.getByRole('button', { name: '撤回' }).click()
  await page.getByRole('button', { name: '确认撤回' }).click()
  await expect(page.getByText(/已撤回 FX-/)).toBeVisible()
  await expect(mine).toHaveCount(0)
})

test('goods locked to a purpose: a dispatcher records the donor’s consent', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, '/consents')
  await page.getByRole('row').filter({ hasText: 'HH-0001' }).getByRole('button', { name: '登记同意' }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('请写明谁代表捐赠方同意')).toBeVisible()
  await page.getByLabel('可改作').fill(`养老院 ${run}`)
  await page.getByLabel('同意人').fill('李女士')
  await page.getByLabel('文件存放处').fill('档案 12 号')
  const { about } = await api<{ about: { today: string } }>(page, '{ about { today } }')
  await page.getByLabel('有效至').fill(about.today)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已登记同意。')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: `养老院 ${run}` })).toContainText('有效')
  await shot(page, 'consents')
})

test('stock as of a moment, over a period and ahead: late paper stands in its place and is marked', async ({ page }) => {
  await as(page, 'keeper')
  const { itemId, siteId } = await ids(page, 'XQ-LR-0018', 'D03')
  const lotNo = `E2E-H-${run}`
  const yesterday = new Date(Date.now() - 86_400_000)
  const before = await api<{ stockAsOf: { nodes: { onHand: string }[] } }>(page, 'query($at: DateTime!, $s: ID!, $i: ID!) { stockAsOf(at: $at, siteId: $s, itemId: $i) { nodes { onHand } } }', { at: yesterday.toISOString(), s: siteId, i: itemId })
  const { receiveGoods } = await api<{ receiveGoods: { document: { id: string; number: string } | null; userErrors: unknown[] } }>(page, 'mutation($input: ReceiveGoodsInput!) { receiveGoods(input: $input) { document { id number } userErrors { code message } } }', {
    input: { requestKey: key('receive'), siteId, reason: 'PURCHASE', occurredAt: new Date(yesterday.getTime() - 3_600_000).toISOString(), lines: [{ itemId, quantity: '7', lotNo, expiresOn: '2029-11-30' }] },
  })
  expect(receiveGoods.userErrors).toEqual([])
  const local = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
  await show(page, `/history?site=D03&item=XQ-LR-0018&at=${local(yesterday)}`)
  const then = page.getByRole('row').filter({ hasText: 'XQ-LR-0018' })
  await expect(then).toContainText(String(Number(before.stockAsOf.nodes[0]?.onHand ?? '0') + 7))
  await then.getByRole('link', { name: '批次' }).click()
  await expect(page.getByRole('row').filter({ hasText: lotNo })).toContainText('7')
  await shot(page, 'as-of')
  await page.getByRole('row').filter({ hasText: 'XQ-LR-0018' }).getByRole('link', { name: '库存卡' }).click()
  const late = page.getByRole('row').filter({ hasText: receiveGoods.document!.number })
  await expect(late).toContainText('补录')
  await expect(late).toContainText('录入时间')
  await shot(page, 'card')
  await show(page, `/stock-period?site=D03&item=XQ-LR-0018&from=${local(yesterday).slice(0, 10)}`)
  await expect(page.locator('.period-figures')).toContainText('期初')
  await expect(page.locator('.period-figures')).toContainText(/收入\s*\d/)
  await shot(page, 'period')
  await reverse(page, receiveGoods.document!.id)
  await show(page, '/forecast?site=D01&item=XQ-LR-0053&days=180')
  await expect(page.getByRole('img', { name: /可用：由/ })).toBeVisible()
  await shot(page, 'forecast')
})
