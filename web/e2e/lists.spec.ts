// Lists on the desktop: how many there are in all, and headings that put the list in another order, which is kept in the address.
import { expect, test, type Page } from '@playwright/test'
import { api, as, inLanguage, show, violations } from './desk.ts'
import { Api } from './phone.ts'

const shots = process.env['SHOTS']
const shot = (page: Page, name: string) => (shots ? page.screenshot({ path: `${shots}/${name}.png` }) : Promise.resolve())
const column = (page: Page, n: number) => page.locator('.data-table tbody tr.ant-table-row').locator(`> :nth-child(${n})`)

/** A heading, and the orders that it goes through when it is chosen again and again. */
type Heading = readonly [name: string, ...orders: readonly (readonly [order: string, goes: 'ascending' | 'descending'])[]]
type Named = { nameZh: string; code: string }
/** What may be asked of a row; each walk asks for some of it. */
type Row = Named & { item: Named; site: Named; lot: { lotNo: string }; document: { number: string }; minimum: { scopeNameZh: string } } & Record<'number' | 'balance' | 'quantity' | 'reason' | 'serialNo' | 'plate' | 'action' | 'scopeNameZh' | 'subjectNameZh' | 'recordedAt' | 'openedAt', string>
type Walk = {
  address: string
  account?: string
  /** The field of the API, and the arguments that the address means. */
  field: string
  args?: string
  node: string
  own: string
  headings: readonly Heading[]
  says: (row: Row) => readonly string[]
}

const up = (order: string) => [order, 'ascending'] as const
const down = (order: string) => [order, 'descending'] as const
/** Of a list that stands newest first, oldest first and back. */
const turned = [up('OLDEST'), down('NEWEST')] as const
const goods = 'item { nameZh code } site { nameZh code }'
const goodsSay = (row: Row) => [row.item.nameZh, row.site.nameZh]
/** The day and the time, as the screen writes them. */
const moment = (at: string) => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)

/** A minute of tomorrow: what there is now was there then. */
const soon = new Date(Math.ceil(Date.now() / 60_000 + 1440) * 60_000).toISOString()

const walks: readonly Walk[] = [
  { address: '/stock', field: 'stock', node: goods, own: 'ITEM', headings: [['储备点', up('SITE')], ['品种', up('ITEM')]], says: goodsSay },
  { address: '/stock?site=D01', field: 'stock', args: 'siteId: $site', node: goods, own: 'ITEM', headings: [['品种', up('ITEM')]], says: goodsSay },
  { address: '/stock?view=lot', field: 'balances', node: goods + ' lot { lotNo }', own: 'EXPIRES', headings: [['品种', up('ITEM')], ['储备点', up('SITE')], ['有效期至', up('EXPIRES')]], says: (row) => [...goodsSay(row), row.lot.lotNo] },
  { address: '/stock/card?site=D01&item=XQ-LR-0018', field: 'stockCard', args: 'siteId: $site, itemId: $item', node: 'document { number } balance', own: 'NEWEST', headings: [['时间', ...turned]], says: (row) => [row.document.number, Number(row.balance).toLocaleString('en')] },
  { address: '/in-transit', field: 'inTransit', node: 'number item { nameZh }', own: 'SINCE', headings: [['应到时间', up('EXPECTED')], ['发出时间', up('SINCE')]], says: (row) => [row.number, row.item.nameZh] },
  { address: '/documents', field: 'documents', node: 'number site { nameZh } recordedAt', own: 'NEWEST', headings: [['登记时间', ...turned]], says: (row) => [row.number, row.site.nameZh, moment(row.recordedAt)] },
  { address: '/documents?kind=RECEIPT', field: 'documents', args: 'kind: RECEIPT', node: 'number site { nameZh }', own: 'NEWEST', headings: [['登记时间', ...turned]], says: (row) => [row.number, row.site.nameZh] },
  { address: '/holds?all=1', field: 'holds', node: goods + ' quantity', own: 'NEWEST', headings: [['冻结时间', ...turned]], says: (row) => [...goodsSay(row), row.quantity] },
  { address: '/recovery?all=1', field: 'recoveredGoods', args: 'openOnly: false', node: goods, own: 'NEWEST', headings: [['归还时间', ...turned]], says: goodsSay },
  { address: '/counts', field: 'stockCounts', node: 'number site { nameZh }', own: 'NEWEST', headings: [['开始', ...turned]], says: (row) => [row.number, row.site.nameZh] },
  { address: '/minimums', field: 'minimums', node: 'scopeNameZh subjectNameZh', own: 'HEADROOM', headings: [['品种', up('ITEM')], ['范围', up('SITE')], ['有效期', up('UNTIL')], ['富余', up('HEADROOM')]], says: (row) => [row.scopeNameZh, row.subjectNameZh] },
  { address: '/breaches?all=1', field: 'minimumBreaches', args: 'openOnly: false', node: 'minimum { scopeNameZh } openedAt', own: 'URGENCY', headings: [['突破时间', down('NEWEST'), up('OLDEST')], ['补足期限', up('URGENCY')]], says: (row) => [row.minimum.scopeNameZh, moment(row.openedAt)] },
  { address: '/overrides?all=1', field: 'minimumOverrides', node: 'reason', own: 'NEWEST', headings: [['申请时间', ...turned]], says: (row) => [row.reason] },
  { address: '/rotation?all=1', field: 'rotationTasks', args: 'openOnly: false', node: goods, own: 'EXPIRES', headings: [['储备点', up('SITE')], ['应轮换日', up('ROTATE_ON')], ['有效期至', up('EXPIRES')]], says: goodsSay },
  { address: '/units', field: 'units', node: 'serialNo', own: 'SERIAL_NO', headings: [['状态', up('DUE')], ['品种', up('ITEM')], ['序列号', up('SERIAL_NO')]], says: (row) => [row.serialNo] },
  { address: '/kits', field: 'kits', node: 'item { nameZh code }', own: 'CODE', headings: [['套装', up('NAME')], ['编码', up('CODE')]], says: (row) => [row.item.nameZh, row.item.code] },
  { address: '/sites/D01/bins', field: 'bins', args: 'siteId: $site', node: 'code', own: 'PICK_ORDER', headings: [['货位', up('CODE')], ['库区', up('ZONE')], ['拣货顺序', up('PICK_ORDER')]], says: (row) => [row.code] },
  { address: '/items', field: 'items', node: 'nameZh code', own: 'CODE', headings: [['品种', up('NAME')], ['编码', up('CODE')]], says: (row) => [row.nameZh, row.code] },
  { address: '/sites', field: 'sites', node: 'nameZh code', own: 'CODE', headings: [['储备点', up('NAME')], ['编码', up('CODE')]], says: (row) => [row.nameZh, row.code] },
  { address: '/organisations', field: 'organisations', node: 'nameZh code', own: 'CODE', headings: [['单位', up('NAME')], ['编码', up('CODE')]], says: (row) => [row.nameZh, row.code] },
  { address: '/vehicles', field: 'vehicles', node: 'plate', own: 'PLATE', headings: [['载重', down('CAPACITY')], ['承运单位', up('CARRIER')], ['车牌', up('PLATE')]], says: (row) => [row.plate] },
  { address: '/audit', field: 'auditEntries', node: 'action at', own: 'NEWEST', headings: [['时间', ...turned]], says: (row) => [row.action] },
  { address: '/entrusted', field: 'balances', args: 'custody: ENTRUSTED', node: goods + ' lot { lotNo }', own: 'EXPIRES', headings: [['品种', up('ITEM')], ['代储单位', up('SITE')], ['有效期至', up('EXPIRES')]], says: (row) => [...goodsSay(row), row.lot.lotNo] },
  { address: '/release-orders?all=1', field: 'releaseOrders', args: 'openOnly: false', node: 'number', own: 'NEWEST', headings: [['有效至', up('UNTIL')], ['指令号', down('NEWEST')]], says: (row) => [row.number] },
  { address: '/approvals', account: 'dispatcher', field: 'documentsToApprove', node: 'site { nameZh } recordedAt', own: 'OLDEST', headings: [['登记时间', down('NEWEST'), up('OLDEST')]], says: (row) => [row.site.nameZh, moment(row.recordedAt)] },
  { address: '/waybills?all=1', field: 'waybills', args: 'inTransitOnly: false', node: 'number', own: 'NEWEST', headings: [['单号', ...turned]], says: (row) => [row.number] },
  { address: `/history?site=D01&at=${moment(soon).replace(' ', 'T')}`, field: 'stockAsOf', args: `siteId: $site, at: "${soon}"`, node: 'item { nameZh code }', own: 'CODE', headings: [['品种', up('NAME')], ['编码', up('CODE')]], says: (row) => [row.item.nameZh, row.item.code] },
]
/** What was at a moment is computed, and not counted. */
const uncounted = new Set(['stockAsOf'])

// Two drills from alert to signature, two goods on hold and two stocktakes, so that no list is looked at in vain; a drill moves nothing.
test.beforeAll(async ({ playwright, baseURL }) => {
  const [dispatcher, liaison, keeper] = [await Api.as(playwright, baseURL, 'dispatcher'), await Api.as(playwright, baseURL, 'liaison-xinkou'), await Api.as(playwright, baseURL, 'keeper')]
  const { organisations } = await dispatcher.ask<{ organisations: { nodes: { id: string; code: string }[] } }>('{ organisations(first: 250) { nodes { id code } } }')
  const townId = organisations.nodes.find((one) => one.code === '120111102')!.id
  for (const level of ['III', 'IV']) {
    const { incident } = await dispatcher.run<{ incident: { id: string } }>('openIncident', 'OpenIncidentInput', 'incident { id }', { scenarioCode: 'RF', level, townId, peopleAffected: 150, coverDays: 1, drill: true })
    const { allocation } = await dispatcher.run<{ allocation: { id: string; revision: number } }>('proposeAllocation', 'ProposeAllocationInput', 'allocation { id revision }', { incidentId: incident.id })
    await dispatcher.run('approveAllocation', 'ApproveAllocationInput', 'allocation { id }', { allocationId: allocation.id, revision: allocation.revision })
    const { trips } = await dispatcher.run<{ trips: { id: string; revision: number }[] }>('planTrips', 'PlanTripsInput', 'trips { id revision }', { allocationId: allocation.id })
    for (const { id, revision } of trips) {
      const { trip } = await dispatcher.run<{ trip: { waybills: { id: string }[] } }>('dispatchTrip', 'TripInput', 'trip { waybills { id } }', { tripId: id, revision })
      for (const waybill of trip.waybills) await liaison.run('confirmArrival', 'ConfirmArrivalInput', 'waybill { id }', { waybillId: waybill.id, signedName: '王联络' })
    }
    const { node } = await dispatcher.ask<{ node: { revision: number } }>('query($id: ID!) { node(id: $id) { ... on Incident { revision } } }', { id: incident.id })
    await dispatcher.run('closeIncident', 'CloseIncidentInput', 'incident { id }', { incidentId: incident.id, revision: node.revision })
  }
  const siteId = await keeper.site('D01')
  for (const [code, quantity] of [['XQ-LR-0018', '2'], ['XQ-LR-0043', '3']] as const) {
    const itemId = await keeper.item(code)
    const { balances } = await keeper.ask<{ balances: { nodes: { lot: { id: string }; reserve: { id: string } }[] } }>('query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i, first: 1) { nodes { lot { id } reserve { id } } } }', { s: siteId, i: itemId })
    const { lot, reserve } = balances.nodes[0]!
    const { hold } = await keeper.run<{ hold: { id: string } }>('holdGoods', 'HoldGoodsInput', 'hold { id }', { siteId, reason: 'SUSPECT', note: '抽样', goods: { itemId, lotId: lot.id, reserveId: reserve.id, quantity } })
    await keeper.run('releaseHold', 'ReleaseHoldInput', 'hold { id }', { holdId: hold.id, note: '抽样合格' })
    const { count } = await keeper.run<{ count: { id: string } }>('openStockCount', 'OpenStockCountInput', 'count { id }', { siteId, blind: false, plan: { kind: 'RANDOM', items: 1, seed: Number(quantity) } })
    await keeper.run('closeStockCount', 'CloseStockCountInput', 'count { id }', { countId: count.id, reason: '试盘' })
  }
})

type Connection = { totalCount: number; totalCountExact: boolean; nodes: Row[] }

async function read(page: Page, walk: Walk, order: string, counting = false): Promise<Connection> {
  const args = [walk.args, `orderBy: ${order}`, 'first: 1'].filter(Boolean).join(', ')
  const [site, item] = ['$site', '$item'].map((name) => args.includes(name))
  const ids = { ...(site ? { site: await siteD01(page) } : {}), ...(item ? { item: (await api<{ itemByCode: { id: string } }>(page, '{ itemByCode(code: "XQ-LR-0018") { id } }')).itemByCode.id } : {}) }
  const declared = [site && '$site: ID!', item && '$item: ID!'].filter(Boolean).join(', ')
  const answer = await api<Record<string, Connection>>(page, `query${declared && `(${declared})`} { ${walk.field}(${args}) { ${counting ? 'totalCount totalCountExact' : ''} nodes { ${walk.node} } } }`, ids)
  return answer[walk.field]!
}
const siteD01 = async (page: Page) => (await api<{ sites: { nodes: { id: string; code: string }[] } }>(page, '{ sites(first: 250) { nodes { id code } } }')).sites.nodes.find((one) => one.code === 'D01')!.id

/** The first row is that of the API in an order; what moves meanwhile is asked for again. */
async function firstRowIs(page: Page, walk: Walk, order: string) {
  await expect(async () => {
    const { nodes } = await read(page, walk, order)
    const first = page.locator('.data-table tbody tr.ant-table-row').first()
    if (nodes.length === 0) await expect(page.locator('.data-table .empty')).toBeVisible({ timeout: 2_000 })
    for (const text of nodes.length > 0 ? walk.says(nodes[0]!) : []) await expect(first).toContainText(text, { timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
}

for (const walk of walks)
  test(`${walk.address.replace(/at=.*/, 'at=…')}: how many in all, by each heading, and back`, async ({ page }) => {
    await as(page, walk.account ?? 'auditor')
    await page.setViewportSize({ width: 1366, height: 900 })
    await show(page, walk.address)
    await firstRowIs(page, walk, walk.own)
    if (!uncounted.has(walk.field))
      await expect(async () => {
        const { totalCount, totalCountExact } = await read(page, walk, walk.own, true)
        const pager = page.locator('.pager')
        if (totalCount > 0) await expect(pager).toContainText(`共 ${totalCount.toLocaleString('en')} 行${totalCountExact ? '' : '以上'}`, { timeout: 3_000 })
      }).toPass({ timeout: 15_000 })
    const name = walk.address.replace(/at=.*/, '').replace(/\W+/g, '-')
    const table = page.locator('.data-table')
    const head = (heading: string) => table.getByRole('columnheader', { name: heading, exact: true })
    await shot(page, `${name}-1366`)
    for (const [heading, ...orders] of walk.headings)
      for (const [order, goes] of orders) {
        await head(heading).getByRole('button', { name: heading, exact: true }).click()
        await expect(page).toHaveURL(new RegExp(`[?&]order=${order}\\b`))
        await expect(head(heading)).toHaveAttribute('aria-sort', goes)
        await expect(table.locator('[aria-sort]')).toHaveCount(1)
        await firstRowIs(page, walk, order)
      }
    for (let i = walk.headings.flatMap(([, ...orders]) => orders).length; i > 0; i--) await page.goBack()
    await expect(page).not.toHaveURL(/order=/)
    await firstRowIs(page, walk, walk.own)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await shot(page, `${name}-390`)
  })

test('the two lists of consents keep their places apart', async ({ page }) => {
  await as(page, 'auditor')
  await show(page, '/consents?locked=nowhere')
  await page.getByRole('columnheader', { name: '有效至' }).getByRole('button').click()
  await expect(page).toHaveURL(/locked=nowhere/)
  await expect(page).toHaveURL(/order=UNTIL/)
  await show(page, '/consents')
  await shot(page, '-consents-1366')
})

for (const { address, label, field, args, choices } of [
  { address: '/incidents?all=1', label: '.incident-card', field: 'incidents', args: 'openOnly: false', choices: [['级别最高', 'LEVEL'], ['时限最近', 'RELIEF_DUE'], ['最新启动', 'NEWEST']] },
  { address: '/trips?all=1', label: '.trip', field: 'trips', args: 'openOnly: false', choices: [['发车时间', 'DEPARTURE'], ['按状态', 'STATE'], ['最新排车', 'NEWEST']] },
] as const)
  test(`${address}: cards in the order that is chosen`, async ({ page }) => {
    await as(page, 'auditor')
    await page.setViewportSize({ width: 1366, height: 900 })
    await show(page, address)
    await expect(page.locator('.pager')).toContainText(/共 [\d,]+ 行/)
    const name = address.replace(/\W+/g, '-')
    await shot(page, `${name}-1366`)
    for (const [choice, order] of choices) {
      await page.getByRole('combobox', { name: '排列' }).click()
      await page.getByTitle(choice, { exact: true }).last().click()
      await expect(page).toHaveURL(new RegExp(`order=${order}`))
      if (order === 'STATE') continue // the page's own, of its tests
      const read = await api<Record<string, { totalCount: number; nodes: { number: string }[] }>>(page, `{ ${field}(${args}, orderBy: ${order}, first: 25) { totalCount nodes { number } } }`)
      await expect(page.locator(label).first()).toContainText(read[field]!.nodes[0]!.number)
      await expect(page.locator(label).nth(1)).toContainText(read[field]!.nodes[1]!.number)
      await expect(page.locator('.pager')).toContainText(`共 ${read[field]!.totalCount} 行`)
    }
    expect(await violations(page)).toEqual([])
    for (let i = choices.length; i > 0; i--) await page.goBack()
    await expect(page).not.toHaveURL(/order=/)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await shot(page, `${name}-390`)
  })

test('the lines of a stocktake by the value of their difference', async ({ page }) => {
  await as(page, 'auditor')
  const { stockCounts } = await api<{ stockCounts: { nodes: { id: string }[] } }>(page, '{ stockCounts(first: 1) { nodes { id } } }')
  const lines = async (order: string) =>
    (await api<{ node: { lines: { nodes: { lineNo: number }[] } } }>(page, `query($id: ID!) { node(id: $id) { ... on StockCount { lines(orderBy: ${order}) { nodes { lineNo } } } } }`, { id: stockCounts.nodes[0]!.id })).node.lines.nodes.map((line) => String(line.lineNo))
  await show(page, `/counts/${stockCounts.nodes[0]!.id}`)
  const value = page.getByRole('columnheader', { name: /金额/ })
  await expect(page.getByRole('columnheader', { name: '行', exact: true })).toHaveAttribute('aria-sort', 'ascending')
  await value.getByRole('button').click()
  await expect(page).toHaveURL(/order=VALUE/)
  await expect(value).toHaveAttribute('aria-sort', 'descending')
  await expect(column(page, 1)).toHaveText(await lines('VALUE'))
  await shot(page, '-count-1366')
  await page.goBack()
  await expect(column(page, 1)).toHaveText(await lines('LINE'))
})

test('the catalogue by name and by code, page by page', async ({ page }) => {
  await as(page, 'auditor')
  const { items } = await api<{ items: { totalCount: number; nodes: { nameZh: string }[] } }>(page, '{ items(orderBy: NAME, first: 100) { totalCount nodes { nameZh } } }')
  await show(page, '/items')
  await expect(page.getByRole('navigation', { name: '翻页' })).toContainText(`共 ${items.totalCount} 行`)
  const byCode = await column(page, 2).allInnerTexts()
  expect(byCode).toEqual([...byCode].sort())
  await expect(page.getByRole('columnheader', { name: '编码' })).toHaveAttribute('aria-sort', 'ascending')

  // By the keyboard: a heading is a button, and shows that it has the focus.
  const byName = page.getByRole('columnheader', { name: '品种' }).getByRole('button')
  await page.getByRole('button', { name: '重置' }).focus()
  await page.keyboard.press('Tab')
  await expect(byName).toBeFocused()
  expect(await byName.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe('solid')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/order=NAME/)
  await expect(page.getByRole('columnheader', { name: '品种' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(column(page, 1)).toHaveText(items.nodes.slice(0, 50).map((one) => one.nameZh))
  await page.getByRole('button', { name: '下一页' }).click()
  await expect(page).toHaveURL(/order=NAME.*after=|after=.*order=NAME/)
  await expect(column(page, 1)).toHaveText(items.nodes.slice(50, 100).map((one) => one.nameZh))
  expect(await violations(page)).toEqual([])

  // Another order begins at its first page.
  await page.getByRole('columnheader', { name: '编码' }).getByRole('button').click()
  await expect(page).not.toHaveURL(/after=/)
  await expect(column(page, 2)).toHaveText(byCode)
})

test('a long list is counted once, after its rows, whichever page and order is shown', async ({ page }) => {
  await as(page, 'auditor')
  const asked: string[] = []
  page.on('request', (request) => {
    const operation = request.url().endsWith('/graphql') ? /query (\w+)/.exec((request.postDataJSON() as { query: string }).query)?.[1] : undefined
    if (operation?.startsWith('StockByLot')) asked.push(operation)
  })
  await show(page, '/stock?view=lot')
  const { balances } = await api<{ balances: { totalCount: number } }>(page, '{ balances(first: 1) { totalCount } }')
  const pager = page.getByRole('navigation', { name: '翻页' })
  await expect(pager).toContainText(`共 ${balances.totalCount.toLocaleString('en')} 行`)
  await page.getByRole('columnheader', { name: '品种' }).getByRole('button').click()
  await expect(page).toHaveURL(/order=ITEM/)
  await page.getByRole('button', { name: '下一页' }).click()
  await expect(pager).toContainText(`第 2 页 · 本页 50 行 · 共 ${balances.totalCount.toLocaleString('en')} 行`)
  await expect.poll(() => asked).toEqual(['StockByLot', 'StockByLotInAll', 'StockByLot', 'StockByLot'])
})

test('in English', async ({ page, context }) => {
  await inLanguage(context, 'en')
  await as(page, 'auditor')
  await page.setViewportSize({ width: 1366, height: 900 })
  await show(page, '/documents?order=OLDEST')
  await expect(page.getByRole('columnheader', { name: 'Recorded at' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.locator('.pager')).toContainText(/Page 1 · 50 rows on this page · (more than )?[\d,]+ in all/)
  expect(await violations(page)).toEqual([])
  await page.locator('.pager').scrollIntoViewIfNeeded()
  await shot(page, 'documents-en-1366')
})

test('a place in one order is none in another, and the page says what to do', async ({ page }) => {
  await as(page, 'auditor')
  const { items } = await api<{ items: { pageInfo: { endCursor: string } } }>(page, '{ items(orderBy: NAME, first: 1) { pageInfo { endCursor } } }')
  await page.goto(`/items?order=CODE&after=${items.pageInfo.endCursor}`)
  await expect(page.getByRole('alert').or(page.locator('.error-card')).first()).toContainText('翻页位置无效')
})
