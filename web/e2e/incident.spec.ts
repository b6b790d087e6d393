// The night of a flood, played in the browser: points 2 to 5 of the story. Names are made of the moment, and what an enterprise
// gives away here it gets back, so that other specs may run before and after on the same database.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { api, as, choose, inLanguage, show, violations } from './desk.ts'

test.describe.configure({ mode: 'serial' })

const run = Date.now().toString(36)
const floodName = `辛口子牙河漫堤 ${run}`
const drillName = `防汛演练 ${run}`
const water = 'XQ-LR-0043'
const key = (what: string) => `e2e-incident-${what}-${run}-${Math.random().toString(36).slice(2)}`

let flood = { id: '', number: '' }
let allocationId = ''

type Errors = { userErrors: { code: string; message: string }[] }
async function write<P extends object>(page: Page, field: string, input: string, selection: string, values: Record<string, unknown>): Promise<P> {
  const answer = await api<Record<string, P & Errors>>(page, `mutation($input: ${input}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`, { input: { requestKey: key(field), ...values } })
  expect(answer[field]!.userErrors).toEqual([])
  return answer[field]!
}

async function readFlood<T>(page: Page, selection: string): Promise<T> {
  return (await api<{ node: T }>(page, `query($id: ID!) { node(id: $id) { ... on Incident { ${selection} } } }`, { id: flood.id })).node
}

/** Counts clicks, as the targets of the design do. */
function counting() {
  let clicks = 0
  return { click: async (locator: Locator) => { await locator.click(); clicks++ }, get clicks() { return clicks } }
}

/** How many colours the canvas of the map has: a blank one has one. */
const coloursOnMap = (page: Page) =>
  page.locator('.map-canvas[data-drawn]').first().evaluate((element) => {
    const seen = new Set<string>()
    for (const canvas of element.querySelectorAll('canvas')) {
      if (canvas.width === 0 || canvas.height === 0) continue
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`)
    }
    return seen.size
  })

const menu = (page: Page, name: string) => page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name, exact: true })
const card = (page: Page, name: string) => page.locator('.incident-card').filter({ hasText: name })

test('opens the flood: errors at their fields, a draft that survives, shelters before it is opened', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, '/incidents')
  await page.getByRole('link', { name: '启动事件' }).click()
  await page.getByRole('button', { name: '启动事件' }).click()
  await expect(page.getByText('请更正以下 3 项')).toBeVisible()
  await page.getByRole('radio', { name: /流域洪水/ }).check()
  await expect(page.getByLabel('受灾（转移）人数')).toHaveValue('5000')
  await expect(page.getByText(/规模依据/)).toContainText('5,000')
  await page.getByLabel('受灾街镇').click()
  await page.getByTitle('辛口镇', { exact: true }).click()
  await page.getByLabel('事件名称').fill(floodName)
  const preview = page.getByRole('region', { name: '启动后' })
  await expect(preview).toContainText('5 个安置点将收到物资')
  await expect(preview).toContainText('辛口镇第1避难场所')
  await page.reload()
  await expect(page.getByLabel('事件名称')).toHaveValue(floodName)
  await page.getByLabel('保障天数').fill('0')
  await page.getByRole('button', { name: '启动事件' }).click()
  await expect(page.locator('.field').filter({ hasText: '保障天数' }).getByRole('alert')).toHaveText('请填写 1 至 60 的整数')
  await page.getByLabel('保障天数').fill('1')
  await page.getByRole('button', { name: '启动事件' }).click()
  await expect(page.getByRole('heading', { level: 1, name: floodName })).toBeVisible()
  flood = { id: page.url().match(/incident_\d+/)![0], number: (await page.locator('.page-title .code').textContent())! }
  await expect(page.locator('.clock[data-state="running"]')).toHaveCount(5)
  // The needs, shelter by shelter, with how they came about; and 30,000 bottles in all: six a day for each of 5,000 people.
  await expect(page.getByRole('row').filter({ hasText: water }).filter({ hasText: '辛口镇第1避难场所' })).toContainText('7,200')
  await page.getByRole('button', { name: '进展', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: water })).toContainText('30,000')
  await page.getByRole('button', { name: /瓶装饮用水500mL/ }).click()
  await expect(page.getByRole('row', { name: /^辛口镇第6避难场所/ })).toContainText('1,200')
  await page.goto('/incidents/new')
  await expect(page.getByLabel('事件名称')).toHaveValue('') // the draft went with the opening
})

test('adds a need by hand', async ({ page }) => {
  await as(page, 'liaison-xinkou')
  await show(page, `/incidents/${flood.id}`)
  await expect(page.getByRole('button', { name: '生成方案' })).toHaveCount(0) // allotting is the dispatcher's
  await expect(page.getByRole('button', { name: '结束事件' })).toHaveCount(0)
  await page.getByRole('button', { name: '加需求' }).click()
  const dialog = page.getByRole('dialog', { name: '加需求' })
  await dialog.getByRole('button', { name: '加需求' }).click()
  await expect(dialog.getByText('请选择品种')).toBeVisible()
  await dialog.getByRole('combobox', { name: '地点' }).click()
  await page.getByTitle('辛口镇第1避难场所', { exact: true }).click()
  await choose(page, /品种/, 'XQ-LR-0018')
  await dialog.getByLabel(/^数量/).fill('３０')
  await dialog.getByRole('button', { name: '加需求' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: /^需求/ }).click()
  await expect(page.getByRole('row').filter({ hasText: '人工填报' })).toContainText('30')
})

test('the liaison officer of another town sees nothing of it', async ({ page }) => {
  await as(page, 'liaison-zhongbei')
  await show(page, '/incidents?all=1')
  await expect(page.getByText(floodName)).toHaveCount(0)
  await page.goto(`/incidents/${flood.id}`)
  await expect(page.getByText('没有此事件，或不在您的权限范围内。')).toBeVisible()
})

test('proposes, edits by keys, keeps the typing when somebody else was faster', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, `/incidents/${flood.id}`)
  await page.getByRole('button', { name: '生成方案' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^调拨方案 DB-/ })).toBeVisible()
  allocationId = page.url().match(/allocation_\d+/)![0]
  await expect(page.locator('.need-group')).toHaveCount(25) // a page of needs, folded: hundreds of lines stay fluent
  await expect(page.locator('input[data-quantity]')).toHaveCount(0)
  await expect(page.getByText(/无可用库存|须保最低库存|整包装取整/).first()).toBeVisible() // what is short is named

  await page.getByRole('region', { name: '品种' }).getByRole('button', { name: /瓶装饮用水500mL/ }).click()
  await expect(page.locator('.need-group')).toHaveCount(5)
  await expect(page.locator('.line-table').first()).toContainText('先到期先出')
  const quantities = page.locator('input[data-quantity]')
  const first = quantities.first()
  const was = Number(await first.inputValue())
  await first.fill(String(was - 24))
  await first.press('Enter')
  await expect(quantities.nth(1)).toBeFocused()
  await expect(page.locator('.need-group').first()).toContainText('缺口 24')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('第 2 版')).toBeVisible()
  await expect(page.getByText(`系统提出 ${was.toLocaleString('en-US')}`)).toBeVisible()

  // Somebody else changes another line meanwhile.
  type Line = { id: string; quantity: string; item: { code: string }; toSite: { id: string } }
  const read = async () => (await api<{ node: { revision: number; lines: Line[] } }>(page, 'query($id: ID!) { node(id: $id) { ... on Allocation { revision lines { id quantity item { code } toSite { id } } } } }', { id: allocationId })).node
  const { revision, lines } = await read()
  const other = lines.filter((line) => line.item.code === water)[3]!
  await quantities.first().fill(String(was - 48))
  await write(page, 'editAllocation', 'EditAllocationInput', 'replayed', { allocationId, revision, edits: [{ lineId: other.id, quantity: String(Number(other.quantity) - 24) }] })
  await page.keyboard.press('Control+Enter')
  const notice = page.locator('.stale-notice')
  await expect(notice).toContainText('第 2 版 → 第 3 版')
  await expect(notice.getByRole('listitem')).toHaveCount(1)
  await expect(quantities.first()).toHaveValue(String(was - 48))
  await notice.getByRole('button', { name: '知道了' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('第 4 版')).toBeVisible()
  const after = await read()
  expect(after.lines.find((line) => line.id === other.id)!.quantity).toBe(String(Number(other.quantity) - 24))

  // Struck out, and brought back before saving.
  await page.getByRole('button', { name: /^划去/ }).first().click()
  await expect(page.getByText('1 处改动未保存')).toBeVisible()
  await page.getByRole('button', { name: /^恢复/ }).first().click()
  await expect(page.getByText(/处改动未保存/)).toHaveCount(0)
})

test('adds a line by hand below a covenant: refused with its numbers, overridden with a reason, made good', async ({ page, browser }) => {
  await as(page, 'dispatcher')
  type Minimum = { floor: string; available: string; item: { code: string } }
  const { minimums } = await api<{ minimums: { nodes: Minimum[] } }>(page, '{ minimums(first: 250) { nodes { floor available item { code } kind scopeNameZh } } }')
  const covenant = minimums.nodes.find((one) => one.item.code === water && one.floor === '48000')!
  const most = Math.max(0, Math.floor((Number(covenant.available) - 48_000) / 24)) * 24 + 24 // one box below the floor
  await show(page, `/incidents/${flood.id}/allocations/${allocationId}?item=${water}`)
  await page.getByRole('button', { name: /^为 瓶装饮用水500mL 送 辛口镇第1避难场所/ }).click()
  const dialog = page.getByRole('dialog', { name: /^加一行/ })
  await dialog.getByRole('button', { name: '取消' }).click()
  // Room first: no need gets more than it asks for.
  const lines = page.locator('.need-group').first().locator('input[data-quantity]')
  const values = await lines.evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)))
  const large = values.findIndex((value) => value >= most)
  await lines.nth(large).fill(String(values[large]! - most))
  await page.getByRole('button', { name: /^为 瓶装饮用水500mL 送 辛口镇第1避难场所/ }).click()
  await dialog.getByLabel('储备点、物主或批号').fill('津惠')
  const rows = dialog.locator('tbody tr[data-row-key]')
  await expect(rows.first()).toContainText('津惠商贸')
  // The lots of the store hold more than the headroom together; as many lines as it takes.
  let left = most
  for (let row = 0; left > 0; row++) {
    if (row > 0) {
      await page.getByRole('button', { name: /^为 瓶装饮用水500mL 送 辛口镇第1避难场所/ }).click()
      await dialog.getByLabel('储备点、物主或批号').fill('津惠')
    }
    const radio = rows.nth(row)
    const available = Number((await radio.locator('.quantity').textContent())!.replace(/\D/g, ''))
    const take = Math.min(left, available)
    await radio.getByRole('radio').check()
    await dialog.getByLabel(/^数量/).fill(String(take))
    await dialog.getByRole('button', { name: '加入方案' }).click()
    await expect(dialog).toBeHidden()
    left -= take
  }
  await page.getByRole('button', { name: '保存改动' }).click()
  await expect(page.getByText('第 5 版')).toBeVisible()

  await page.getByRole('button', { name: '批准', exact: true }).click()
  const approval = page.getByRole('dialog', { name: /^批准调拨方案/ })
  await approval.getByRole('button', { name: '确认批准' }).click()
  await expect(approval.getByRole('alert')).toContainText('最低库存为 48,000')
  await expect(approval.locator('.minimum-facts')).toContainText('津惠商贸')
  await expect(approval.locator('.minimum-facts')).toContainText('48,000')
  await approval.getByRole('button', { name: '突破并批准' }).click()
  await expect(approval.getByText('请写明突破理由')).toBeVisible()
  await approval.getByLabel('突破理由').fill('水已漫堤，先保饮水')
  await approval.getByRole('button', { name: '突破并批准' }).click()
  await expect(approval).toBeHidden()
  await expect(page.locator('.page-title').getByText('已批准')).toBeVisible()

  type Breach = { incidentNumber: string; reason: string; closedAt: string | null }
  const breaches = async () => (await api<{ minimumBreaches: { nodes: Breach[] } }>(page, '{ minimumBreaches(first: 50) { nodes { incidentNumber reason closedAt } } }')).minimumBreaches.nodes.filter((breach) => breach.incidentNumber === flood.number)
  expect(await breaches()).toEqual([{ incidentNumber: flood.number, reason: '水已漫堤，先保饮水', closedAt: null }])
  // The enterprise puts back what the flood takes, so that its covenant is whole for whoever comes next; the breach closes.
  const partner = await (await browser.newContext()).newPage()
  await as(partner, 'partner')
  const { sites, itemByCode } = await api<{ sites: { nodes: { id: string; code: string }[] }; itemByCode: { id: string } }>(partner, `{ sites(kind: ENTERPRISE_STORE, first: 50) { nodes { id code } } itemByCode(code: "${water}") { id } }`)
  await write(partner, 'receiveGoods', 'ReceiveGoodsInput', 'document { number }', {
    siteId: sites.nodes.find((site) => site.code === 'E01-W')!.id, reason: 'PURCHASE', lines: [{ itemId: itemByCode.id, quantity: String(most), lotNo: `BACK-${run}`, expiresOn: `${new Date().getUTCFullYear() + 1}-06-30` }],
  })
  await partner.context().close()
  expect((await breaches())[0]!.closedAt).not.toBeNull()
})

test('plans trips of two carriers, sees them on the map, dispatches them all', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, `/incidents/${flood.id}/allocations/${allocationId}`)
  const carriers = page.getByRole('group', { name: '承运单位' })
  await expect(carriers.getByRole('checkbox', { checked: true })).toHaveCount(2)

  // First a look at the plan, of which nothing is kept; with another choice it is gone.
  const rehearsed = page.getByRole('region', { name: '试排方案' })
  await page.getByRole('button', { name: '先看方案' }).click()
  await expect(rehearsed.getByRole('status')).toContainText(/\d 个车次，共行驶/, { timeout: 30_000 })
  await expect(rehearsed.locator('.trip').first()).toContainText(/到 \d\d:\d\d/)
  expect(await violations(page)).toEqual([])
  await carriers.getByRole('checkbox').first().uncheck()
  await expect(rehearsed).toHaveCount(0)
  await carriers.getByRole('checkbox').first().check()
  await expect(rehearsed.locator('.trip').first()).toBeVisible() // the choice that it was a look at
  expect((await readFlood<{ trips: unknown[] }>(page, 'trips { id }')).trips).toEqual([])
  await rehearsed.getByRole('button', { name: '确认排车' }).click()
  await expect(page).toHaveURL(/view=trips/)
  const trips = page.locator('.trip[data-state="PLANNED"]')
  await expect(trips.first()).toBeVisible()
  const planned = await trips.count()
  expect(planned).toBeGreaterThan(1)
  await expect(trips.first()).toContainText('直线估算')
  await expect(trips.first()).toContainText(/时限 \d\d:\d\d 提前/) // the margin before the ten-hour mark
  await expect(page.locator('.trip .state-bad')).toHaveCount(0) // none is planned past it

  // The map: drawn, and told in words; a trip chosen in the list stands out on it.
  await expect(page.locator('.map-canvas[data-drawn]')).toBeVisible()
  expect(await coloursOnMap(page)).toBeGreaterThan(8)
  await page.getByText(/^地图要素清单/).click()
  const numbers = await trips.locator('.trip-number').allTextContents()
  for (const number of numbers) await expect(page.locator('.map-list').getByRole('button', { name: new RegExp(number) })).toHaveCount(1)
  await expect(page.locator('.map-list')).toContainText('第1避难场所: 距时限')
  const pixels = () => page.locator('.map-canvas').evaluate((element) => [...element.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join('\n'))
  const before = await pixels()
  await page.getByRole('button', { name: `在地图上显示 ${numbers[0]}` }).click()
  await expect(page.locator('.map-list').getByRole('button', { name: new RegExp(numbers[0]!) })).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(async () => (await pixels()) !== before).toBe(true)
  await page.locator('.map-list').getByRole('button', { name: new RegExp(numbers[1]!) }).click()
  await expect(page.getByRole('button', { name: `在地图上显示 ${numbers[1]}` })).toHaveAttribute('aria-pressed', 'true')
  const map = page.getByRole('application')
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('+')
  await trips.first().getByRole('button', { name: '装载明细' }).click()
  await expect(trips.first().locator('.trip-loads')).toContainText('离站在车')

  await page.getByRole('button', { name: `全部发车（${planned}）` }).click()
  const sheet = page.getByRole('region', { name: '发车结果' })
  await expect(sheet).toContainText(`成功 ${planned}，未成 0`, { timeout: 60_000 })
  await expect(sheet.getByRole('listitem')).toHaveCount(planned)
  await expect(sheet.getByRole('listitem').first()).toContainText('YD-')
  await expect(page.locator('.trip[data-state="DISPATCHED"]')).toHaveCount(planned)
})

test('the liaison officer confirms, one line short; the clocks stop and the figures add up', async ({ page, browser }) => {
  const liaison = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage() // on a phone
  await as(liaison, 'liaison-xinkou')
  type Sent = { trips: { waybills: { id: string; number: string; state: string }[] }[] }
  await as(page, 'dispatcher')
  const waybills = (await readFlood<Sent>(page, 'trips { waybills { id number state } }')).trips.flatMap((trip) => trip.waybills)
  expect(waybills.length).toBeGreaterThan(5)
  const [first, second, ...rest] = waybills
  await show(liaison, '/waybills')
  await liaison.getByRole('link', { name: first!.number }).click()
  await liaison.getByRole('button', { name: /有差异$/ }).first().click()
  await liaison.getByLabel(/^短少数量/).fill('1')
  await liaison.getByRole('button', { name: '按差异签收（1 行）' }).click()
  await expect(liaison.locator('.difference').getByText('请选择原因').last()).toBeVisible()
  await liaison.getByRole('combobox', { name: '原因' }).click()
  await liaison.getByTitle('途中丢失').click()
  await liaison.getByLabel('签收人').fill('王联络')
  await liaison.getByRole('button', { name: '按差异签收（1 行）' }).click()
  await expect(liaison.locator('.signed-note')).toContainText('王联络')
  await expect(liaison.locator('.waybill-lines')).toContainText('短少 1')
  // A receiver who follows the link of a waybill needs one tap.
  await show(liaison, `/waybills/${second!.id}`)
  await liaison.getByRole('button', { name: '全部收到' }).click()
  await expect(liaison.locator('.signed-note')).toBeVisible()
  for (const waybill of rest) await write(liaison, 'confirmArrival', 'ConfirmArrivalInput', 'waybill { state }', { waybillId: waybill.id, signedName: '王联络' })
  await liaison.context().close()

  await show(page, `/incidents/${flood.id}`)
  await expect(page.locator('.clock[data-state="stopped"]')).toHaveCount(5)
  await page.getByText('有损失').click()
  await expect(page.locator('.group-row')).toHaveCount(1)
  await expect(page.locator('.group-row td.number').last()).toHaveText('1')
  await page.getByText('全部', { exact: true }).click()
  const drinking = page.getByRole('row').filter({ hasText: water })
  type Progress = { progress: { item: { code: string }; asked: string; allotted: string; sent: string; arrived: string; lost: string }[] }
  const rows = (await readFlood<Progress>(page, 'progress { item { code } asked allotted sent arrived lost }')).progress.filter((row) => row.item.code === water)
  for (const figure of ['asked', 'allotted', 'sent', 'arrived'] as const) {
    const sum = rows.reduce((all, row) => all + BigInt(row[figure]), 0n)
    expect(sum).toBeGreaterThan(0n)
    await expect(drinking).toContainText(sum.toLocaleString('en-US'))
  }
  await page.getByRole('button', { name: '经过' }).click()
  await expect(page.locator('.timeline')).toContainText('王联络')
  await expect(page.locator('.timeline')).toContainText('时限停表')
  await page.getByRole('button', { name: /^运单/ }).click()
  await expect(page.getByRole('row').filter({ hasText: first!.number })).toContainText('按时')
})

test('the liaison officer of another town sees no waybill but those loaded at its own sites, and signs none', async ({ page }) => {
  await as(page, 'dispatcher')
  const all = (await readFlood<{ trips: { waybills: { id: string }[] }[] }>(page, 'trips { waybills { id } }')).trips.flatMap((trip) => trip.waybills.map((waybill) => waybill.id))
  await as(page, 'liaison-zhongbei')
  const { waybills } = await api<{ waybills: { nodes: { id: string }[] } }>(page, '{ waybills(first: 250) { nodes { id } } }')
  const seen = new Set(waybills.nodes.map((waybill) => waybill.id))
  const unseen = all.filter((id) => !seen.has(id))
  expect(unseen.length).toBeGreaterThan(0)
  await page.goto(`/waybills/${unseen[0]}`)
  await expect(page.getByText('没有此运单，或不在您的权限范围内。')).toBeVisible()
  await show(page, '/waybills?all=1')
  await expect(page.getByRole('link', { name: '签收' })).toHaveCount(0)
})

test('a drill: four clicks to allot and order, three to dispatch, one to receive; real stock is not touched', async ({ page, browser }) => {
  await as(page, 'dispatcher')
  const { organisations, itemByCode } = await api<{ organisations: { nodes: { id: string; code: string }[] }; itemByCode: { id: string } }>(page, `{ organisations(kind: TOWN, first: 50) { nodes { id code } } itemByCode(code: "${water}") { id } }`)
  type Stock = { stock: { nodes: { onHand: string; reserved: string; site: { code: string } }[] } }
  const stock = () => api<Stock>(page, 'query($item: ID!) { stock(itemId: $item, first: 250) { nodes { onHand reserved site { code } } } }', { item: itemByCode.id })
  const before = await stock()
  const townId = organisations.nodes.find((town) => town.code === '120111102')!.id
  // At a shelter to which the flood sent nothing: what lies where it is needed does not travel.
  const { sites } = await api<{ sites: { nodes: { id: string; code: string }[] } }>(page, '{ sites(kind: SHELTER, first: 250) { nodes { id code } } }')
  const shelters = [{ siteId: sites.nodes.find((site) => site.code === 'S-102-5')!.id, people: 200 }]
  await write(page, 'openIncident', 'OpenIncidentInput', 'incident { id }', { scenarioCode: 'RF', level: 'IV', townId, peopleAffected: 200, name: drillName, drill: true, works: false, shelters })

  // T6: from home, the needs of an incident are allotted over depots and ordered.
  await show(page, '/')
  const allotting = counting()
  await allotting.click(menu(page, '突发事件'))
  await expect(card(page, drillName)).toContainText('演练')
  await allotting.click(card(page, drillName).getByRole('button', { name: '生成方案' }))
  await expect(page.getByText('演练方案：批准后不占用真实库存')).toBeVisible()
  await allotting.click(page.getByRole('button', { name: '批准', exact: true }))
  await allotting.click(page.getByRole('button', { name: '确认批准' }))
  await expect(page.locator('.page-title').getByText('已批准')).toBeVisible()
  expect(allotting.clicks).toBeLessThanOrEqual(4)
  await page.getByRole('button', { name: '排车' }).click()
  await expect(page).toHaveURL(/view=trips/)
  await expect(page.getByText('演练：以下一切均不动用真实库存')).toBeVisible()

  // T7: from home, a vehicle is dispatched.
  await show(page, '/')
  const dispatching = counting()
  await dispatching.click(menu(page, '突发事件'))
  await dispatching.click(card(page, drillName).getByRole('link', { name: /^待发车/ }))
  await dispatching.click(page.getByRole('button', { name: /^发车 CC-/ }).first())
  await expect(page.locator('.trip[data-state="DISPATCHED"]').first()).toBeVisible()
  expect(dispatching.clicks).toBeLessThanOrEqual(3)
  const number = (await page.locator('.trip[data-state="DISPATCHED"] .trip-waybills a').first().textContent())!

  // The receiver, from home.
  const liaison = await (await browser.newContext()).newPage()
  await as(liaison, 'liaison-xinkou')
  await show(liaison, '/')
  const receiving = counting()
  await receiving.click(menu(liaison, '运单'))
  await receiving.click(liaison.getByRole('row').filter({ hasText: number }).getByRole('link', { name: '签收' }))
  await receiving.click(liaison.getByRole('button', { name: '全部收到' }))
  await expect(liaison.locator('.signed-note')).toBeVisible()
  expect(receiving.clicks).toBeLessThanOrEqual(3)
  await liaison.context().close()
  expect(await stock()).toEqual(before)
})

test('a waybill prints three copies, and nothing of the frame', async ({ page }) => {
  await as(page, 'dispatcher')
  const { trips } = await readFlood<{ trips: { waybills: { id: string; number: string }[] }[] }>(page, 'trips { waybills { id number } }')
  const waybill = trips.flatMap((trip) => trip.waybills)[0]!
  await show(page, `/waybills/${waybill.id}`)
  await expect(page.locator('.paper')).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.paper-sheet')).toHaveCount(3)
  for (const copy of ['存根', '承运', '接收']) await expect(page.locator('.paper-sheet').filter({ hasText: `联 ${copy}` })).toContainText(waybill.number)
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden()
})

test('lives without its map, and says so', async ({ page }) => {
  await as(page, 'dispatcher')
  await page.route('**/assets/MapCanvas-*.js', (route) => route.abort())
  await show(page, `/incidents/${flood.id}`)
  await expect(page.getByText('地图未能显示，列表仍可用。')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: water })).toBeVisible()
})

test('the board filters by incident, and tells when its figures stopped', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, '/board')
  await page.getByRole('region', { name: '进行中事件' }).getByRole('button', { name: new RegExp(floodName) }).click()
  await expect(page).toHaveURL(new RegExp(`incident=${flood.id}`))
  await expect(page.locator('.board-figures').getByRole('link', { name: /待送达安置点/ })).toHaveText(/^0/)
  await page.getByRole('link', { name: '大屏' }).click()
  await expect(page.locator('.top')).toBeHidden()
  await expect(page.locator('.map-canvas[data-drawn]')).toBeVisible()
  const small = await page.locator('.board-screen').evaluate((screen) => [...screen.querySelectorAll('*')].filter((one) => !one.closest('svg') && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim()) && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.textContent))
  expect(small).toEqual([])
  await page.route('**/graphql', (route) => route.abort())
  await expect(page.getByText(/^数据停止于 \d\d:\d\d:\d\d/)).toBeVisible({ timeout: 60_000 })
})

for (const language of ['zh', 'en'] as const)
  for (const width of [390, 1366])
    test(`axe finds nothing, and nothing runs off the side: ${language} at ${width}`, async ({ page, context }) => {
      test.setTimeout(240_000)
      await inLanguage(context, language)
      await page.emulateMedia({ reducedMotion: 'reduce' }) // contrast is that of a button, not of one half-way between two colours
      await page.setViewportSize({ width, height: width === 390 ? 844 : 768 })
      await as(page, 'dispatcher')
      const { trips } = await readFlood<{ trips: { waybills: { id: string }[] }[] }>(page, 'trips { waybills { id } }')
      const waybill = trips.flatMap((trip) => trip.waybills)[0]!.id
      const at = `/incidents/${flood.id}`
      const addresses = ['/incidents', '/incidents?all=1', '/incidents/new', at, ...['needs', 'allocations', 'trips', 'waybills', 'timeline'].map((view) => `${at}?view=${view}`),
        `${at}/allocations/${allocationId}`, `${at}/allocations/${allocationId}?item=${water}`, '/trips', '/trips?all=1', '/waybills?all=1', `/waybills/${waybill}`, '/board', ...(width === 390 ? [] : ['/board?screen=1'])]
      for (const address of addresses) {
        await show(page, address)
        if (await page.locator('.map-stage').count() > 0) await page.locator('.map-canvas[data-drawn]').first().waitFor()
        expect.soft(await violations(page), address).toEqual([])
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${address} is wider than the screen`).toBeLessThanOrEqual(width)
      }
    })

test('closes the incident by its number', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, `/incidents/${flood.id}`)
  await page.getByRole('button', { name: '结束事件' }).click()
  const dialog = page.getByRole('dialog', { name: '结束事件' })
  await expect(dialog.getByRole('button', { name: '结束事件' })).toBeDisabled()
  await dialog.getByLabel(/^输入事件编号/).fill(flood.number.toLowerCase())
  await dialog.getByRole('button', { name: '结束事件' }).click()
  await expect(page.getByText('事件已结束，以下为结束时的状况。')).toBeVisible()
  await expect(page.getByRole('button', { name: '加需求' })).toHaveCount(0)
  await show(page, '/incidents')
  await expect(card(page, floodName)).toHaveCount(0)
})
