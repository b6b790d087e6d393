// Scans on the phone: what a label says is held against what is known, the same label again counts, what is wrong is shown in red; a
// handheld that commits text, the camera where there is one, and numbers that nobody linked.
import { expect, test, type Page } from '@playwright/test'
import { violations } from './desk.ts'
import { Api, next, openPhone, scan, scanAsKeys, stockRead, tapDigits, tile } from './phone.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const water = 'XQ-LR-0043'
const blanket = 'XQ-LR-0018'
const run = Date.now().toString(36).toUpperCase()
const lot = `SC${run}`
const other = `SD${run}`
const year = new Date().getUTCFullYear() + 2
const known = `${year}-06-30`
const yymmdd = (date: string) => date.slice(2).replaceAll('-', '')

/** A trade item number of a body of thirteen digits. */
function gtinOf(body: string): string {
  const sum = [...body].reverse().reduce((so, digit, index) => so + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return body + String((10 - (sum % 10)) % 10)
}
const serial = String(Date.now()).slice(-6)
const bottle = gtinOf(`0690111${serial}`)
const box = gtinOf(`1690111${serial}`)
const quilt = gtinOf(`0690222${serial}`)
const nobody = gtinOf(`0690333${serial}`)
const label = (gtin: string, lotNo?: string, date?: string) => `01${gtin}${date ? `17${yymmdd(date)}` : ''}${lotNo ? `10${lotNo}` : ''}`

async function look(page: Page, name: string): Promise<void> {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png`, fullPage: true })
  await expect.poll(() => violations(page), { message: name }).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBeLessThanOrEqual(0)
}

/** So long after a scan an equal one is another pull of the trigger. */
async function anotherPull(page: Page, after = 350): Promise<void> {
  const from = await page.evaluate(() => performance.now())
  await page.waitForFunction(([since, pause]) => performance.now() - since! > pause!, [from, after])
}

test.beforeAll(async ({ playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL, 'admin')
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const link = (gtin: string, itemId: string, factor: string, levelName: string) => admin.run('linkGtin', 'LinkGtinInput', 'item { id }', { gtin, itemId, factor, levelName })
  const [waterId, blanketId] = [await keeper.item(water), await keeper.item(blanket)]
  await link(bottle, waterId, '1', '瓶')
  await link(box, waterId, '24', '箱')
  await link(quilt, blanketId, '1', '条')
  await keeper.run('receiveGoods', 'ReceiveGoodsInput', 'document { number }', { siteId: await keeper.site('D01'), reason: 'DONATION', lines: [{ itemId: waterId, quantity: '5', inPacks: true, lotNo: lot, expiresOn: known }] })
})

test.afterAll(async ({ playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL, 'admin')
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  for (const gtin of [bottle, box, quilt]) await admin.run('unlinkGtin', 'UnlinkGtinInput', 'item { id }', { gtin })
  const [site, item] = [await keeper.site('D01'), await keeper.item(water)]
  const { balances } = await keeper.ask<{ balances: { nodes: { lot: { id: string; lotNo: string }; onHand: string }[] } }>('query($site: ID!, $item: ID!) { balances(siteId: $site, itemId: $item, first: 250) { nodes { lot { id lotNo } onHand } } }', { site, item })
  const mine = balances.nodes.filter((row) => [lot, other].includes(row.lot.lotNo))
  if (mine.length > 0) await keeper.run('issueGoods', 'IssueGoodsInput', 'document { number }', { siteId: site, reason: 'CONSUMPTION', lines: mine.map((row) => ({ itemId: item, lotId: row.lot.id, quantity: row.onHand })) })
})

test('receiving: a label that says another expiry than is registered is asked about; the same label again is one box more', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', water)
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, label(box, lot, `${year}-11-30`))
  await expect(page.getByRole('heading', { name: '以哪个有效期为准？' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText(lot)
  await expect(page.getByRole('button', { name: `标签上 ${year}-11-30 到期` })).toBeVisible()
  await look(page, 'receive-dispute')
  await page.getByRole('button', { name: `已登记 ${known} 到期` }).click()
  const figure = page.getByLabel('收多少？')
  await expect(figure).toHaveValue('1') // the box in hand
  await scan(page, label(box, lot))
  await expect(figure).toHaveValue('2')
  await scan(page, label(bottle, lot))
  await expect(figure).toHaveValue('49') // 2 boxes and a bottle
  await expect(page.locator('.entry-unit')).toHaveText('瓶')

  // Other goods, another lot, another date: red, and nothing is counted.
  await scan(page, label(quilt))
  const card = page.getByRole('alert')
  await expect(card).toContainText('扫错了：不是这种物资')
  await expect(card).toContainText(`应为：瓶装饮用水500mL ${water}`)
  await expect(card).toContainText(blanket)
  await look(page, 'receive-wrong-goods')
  await scan(page, label(box, other))
  await expect(card).toContainText(`扫到：${other}`)
  await scan(page, label(box, lot, `${year}-11-30`))
  await expect(card).toContainText('有效期对不上')
  await expect(figure).toHaveValue('49')
  await tapDigits(page, '48') // the first key begins anew
  await expect(figure).toHaveValue('48')
  await expect(card).toHaveCount(1)
  await scan(page, label(bottle, lot))
  await expect(figure).toHaveValue('49')
  await expect(card).toHaveCount(0)
  await next(page)
  await expect(page.getByRole('list', { name: '入库明细' })).toContainText(`${lot} ${known} 到期`)
  await page.getByLabel('捐赠').check({ force: true })
  await page.getByRole('button', { name: '确认入库' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('D01', water)).toBe(before + 49)
})

test('receiving: a label without a date erases none that was typed, and one with another date asks', async ({ page }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  await page.getByRole('searchbox').fill(water)
  await page.getByRole('button', { name: /瓶装饮用水/ }).first().click()
  await page.getByLabel('批号（扫码或输入）').fill(other)
  await next(page)
  await tapDigits(page, `${yymmdd(known)}`)
  await next(page)
  await page.goBack()
  await page.goBack()
  await expect(page.getByLabel('批号（扫码或输入）')).toHaveValue(other)
  await scan(page, label(box, other, `${year}-11-30`))
  await expect(page.getByRole('button', { name: `您填的 ${known} 到期` })).toBeVisible()
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByLabel('批号（扫码或输入）')).toBeVisible()
  // A whole label that was put into the field as text is a label, not a lot number.
  await page.getByLabel('批号（扫码或输入）').fill(`(01)${box}(10)${other}(17)${yymmdd(`${year}-11-30`)}`)
  await next(page)
  await expect(page.getByRole('heading', { name: '收多少？' })).toBeVisible()
})

test('issuing: of a lot that is not here, in red, with what should go; the right label counts up', async ({ page }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '出库')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, label(box, `NO${run}`))
  await expect(page.getByRole('heading', { name: '出哪一批？' })).toBeVisible()
  const card = page.getByRole('alert')
  await expect(card).toContainText('不可出这一批')
  await expect(card).toContainText(`扫到：NO${run} 不在本库`)
  await expect(card).toContainText('应为：')
  await look(page, 'issue-absent-lot')
  await scan(page, label(quilt, lot)) // the number of the lot, on other goods
  await expect(card).toContainText('扫错了：不是这种物资')
  await scan(page, label(box, lot))
  await expect(page.getByRole('heading', { name: '出多少？' })).toBeVisible()
  await expect(page.getByRole('button', { name: `批号 ${lot}` })).toBeVisible()
  await expect(page.getByLabel('出多少？')).toHaveValue('1')
  await anotherPull(page)
  await scan(page, label(box, lot))
  await expect(page.getByLabel('出多少？')).toHaveValue('2')
  await expect(page.getByText('2 箱 × 24 = 48 瓶')).toBeVisible()
})

test('at home a bin label opens the bin, a lot or a label the item here', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const site = await api.site('D01')
  const { bins } = await api.ask<{ bins: { nodes: { code: string; lots: number }[] } }>('query($site: ID!) { bins(siteId: $site, openOnly: true, first: 250) { nodes { code lots } } }', { site })
  const bin = bins.nodes.find((row) => row.lots > 1)!
  await openPhone(page, 'keeper')
  await stockRead(page)
  await scanAsKeys(page, bin.code)
  await expect(page.getByRole('heading', { name: `货位 ${bin.code}` })).toBeVisible()
  await expect(page.getByRole('list', { name: `${bin.code} 里的批次` }).getByRole('listitem')).toHaveCount(bin.lots)
  await look(page, 'bin')
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, lot)
  await expect(page.getByRole('heading', { name: '瓶装饮用水500mL' })).toBeVisible()
  await expect(page.getByRole('list', { name: '区级中心库 的批次' }).getByText('扫到的')).toBeVisible()
  await look(page, 'item-of-lot')
  await page.goBack()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, label(quilt, `NO${run}`))
  await expect(page.getByRole('alert')).toContainText(`账面上没有 NO${run}`)
  await page.goBack()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, `NO-${run}`)
  await expect(page.getByText(`本库没有 NO-${run}`)).toBeVisible()
})

test('a number that nobody linked: a keeper is told whom to ask, an administrator links it, and the keeper’s next scan knows it', async ({ page, browser, playwright, baseURL }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  await scan(page, label(nobody, lot))
  await expect(page.getByRole('alert')).toContainText(`${nobody} 未登记`)
  await expect(page.getByRole('alert')).toContainText('系统管理员')
  await expect(page.getByRole('link', { name: '登记到品种' })).toHaveCount(0)

  const desk = await (await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await openPhone(desk, 'admin')
  await expect(desk.getByRole('searchbox')).toBeVisible()
  await scan(desk, label(nobody, lot))
  await desk.getByRole('link', { name: '登记到品种' }).click()
  await look(desk, 'link-item')
  await desk.getByRole('searchbox').fill(water)
  await desk.getByRole('button', { name: /瓶装饮用水/ }).first().click()
  await desk.getByLabel('其他包装').check({ force: true })
  await desk.getByLabel(/^包装叫什么/).fill('提')
  await desk.getByLabel(/^一个包装含多少/).fill('6')
  await look(desk, 'link-level')
  await desk.getByRole('button', { name: '登记', exact: true }).click()
  await expect(desk.getByText('每 提 6 瓶')).toBeVisible()
  await desk.context().close()

  // Linked since this phone read its numbers: it asks again before it says that it does not know. The clock of the page moves on for that.
  await page.clock.install()
  await page.clock.fastForward('02:00')
  await scan(page, label(nobody, lot))
  await expect(page.getByRole('heading', { name: '瓶装饮用水500mL' })).toBeVisible()
  const admin = await Api.as(playwright, baseURL, 'admin')
  await admin.run('unlinkGtin', 'UnlinkGtinInput', 'item { id }', { gtin: nobody })
})

test('without a network the numbers that were read are known, after a reload, too', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'allow' })
  const page = await context.newPage()
  await openPhone(page, 'keeper')
  await stockRead(page)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(async () => (await (await caches.open('changping-shell')).keys()).some((request) => request.url.includes('/assets/scanner-')))).toBe(true)
  await context.setOffline(true)
  // The kept stock comes late: a label that is scanned meanwhile waits for it, and is not asked for an expiry that it knows.
  await page.addInitScript(() => {
    const getAll = IDBObjectStore.prototype.getAll
    IDBObjectStore.prototype.getAll = function (this: IDBObjectStore, ...range: Parameters<typeof getAll>) {
      const request = getAll.apply(this, range)
      if (this.name !== 'stock') return request
      const listen = request.addEventListener.bind(request)
      request.addEventListener = (type: string, told: EventListenerOrEventListenerObject) => listen(type, type !== 'success' || typeof told !== 'function' ? told : (event) => setTimeout(() => told(event), 1_500))
      return request
    }
  })
  await page.goto('/m/receive/item')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, label(box, lot))
  await expect(page.getByLabel('收多少？')).toHaveValue('1')
  await page.goto('/m/issue/item')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, label(box, lot)) // it is here, which is known only once the stock is
  await expect(page.getByLabel('出多少？')).toHaveValue('1')
  await expect(page.getByRole('button', { name: `批号 ${lot}` })).toBeVisible()
  await context.close()
})

test('a handheld that commits text: the focus is kept for it, the keyboard stays shut, and a figure that has the focus stays as it was', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  const sink = page.getByLabel('收什么？ 可直接扫码')
  await expect(sink).toBeFocused()
  await expect(sink).toHaveAttribute('inputmode', 'none')
  await look(page, 'sink')
  await page.keyboard.insertText(label(box, lot)) // as an input method commits, with no key that says what it is
  const figure = page.getByLabel('收多少？')
  await expect(figure).toHaveValue('1')
  await expect(figure).toBeFocused()
  await expect(figure).toHaveAttribute('inputmode', 'none')
  await anotherPull(page)
  await page.keyboard.insertText(label(box, lot))
  await expect(figure).toHaveValue('2')
  await page.keyboard.insertText(label(quilt))
  await expect(page.getByRole('alert')).toContainText('扫错了')
  await expect(figure).toHaveValue('2')
  // A field for typing takes the focus when it is tapped, and gives it back.
  await page.goto('/m/receive/item')
  await page.getByRole('searchbox').tap()
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.getByRole('searchbox').fill('毛毯')
  await page.getByRole('searchbox').blur()
  await expect(sink).toBeFocused()
  await context.close()
})

test('the camera says why there is none; where the browser reads codes, a code in sight is one scan, page after page', async ({ page, browser, baseURL }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  await page.getByRole('button', { name: '用相机扫码' }).click()
  await expect(page.getByText('这个浏览器不能用相机识码')).toBeVisible()
  await look(page, 'camera-none')
  await page.getByRole('button', { name: '关闭相机' }).click()
  await expect(page.getByText('这个浏览器不能用相机识码')).toHaveCount(0)

  // A browser with a reader of codes, which sees what the test holds before it.
  const context = await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await context.addInitScript(() => {
    const scope = window as unknown as Record<string, unknown>
    scope['inSight'] = ''
    scope['BarcodeDetector'] = class {
      static getSupportedFormats = () => Promise.resolve(['qr_code', 'data_matrix'])
      detect = () => Promise.resolve(scope['inSight'] ? [{ rawValue: scope['inSight'] }] : [])
    }
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(document.createElement('canvas').captureStream())
  })
  const phone = await context.newPage()
  await openPhone(phone, 'keeper')
  await stockRead(phone)
  await tile(phone, '收货')
  await phone.getByRole('button', { name: '用相机扫码' }).click()
  await expect(phone.getByText('把条码放在画面中间。')).toBeVisible()
  const show = (code: string) => phone.evaluate((text) => { (window as unknown as Record<string, unknown>)['inSight'] = text }, code)
  await show(label(box, lot))
  const figure = phone.getByLabel('收多少？')
  await expect(figure).toHaveValue('1')
  await look(phone, 'camera-on')
  await expect(phone.getByText('把条码放在画面中间。')).toBeVisible() // still open
  await expect(figure).toHaveValue('1') // still the same in sight
  await show('')
  await anotherPull(phone, 1600) // out of sight
  await show(label(box, lot))
  await expect(figure).toHaveValue('2')
  await phone.getByRole('button', { name: '关闭相机' }).click()
  await context.close()
})

test('the serial number of other goods is no serial number of this one', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const { stock } = await api.ask<{ stock: { nodes: { item: { code: string; tracking: string } }[] } }>('query($site: ID!) { stock(siteId: $site, search: "泵") { nodes { item { code tracking } } } }', { site: await api.site('D01') })
  const pump = stock.nodes.find((row) => row.item.tracking === 'SERIAL')!.item.code
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await scan(page, pump)
  await page.getByLabel('批号（扫码或输入）').fill(other)
  await next(page)
  await expect(page.getByRole('heading', { name: '序列号是多少？' })).toBeVisible()
  await scan(page, `01${quilt}21SN${run}`)
  await expect(page.getByRole('alert')).toContainText('扫错了：不是这种物资')
  await expect(page.getByLabel('序列号（扫码或输入）')).toHaveValue('')
  await scan(page, `SN${run}`)
  await expect(page.getByLabel('序列号（扫码或输入）')).toHaveValue(`SN${run}`)
  await expect(page.getByRole('alert')).toHaveCount(0)
})
