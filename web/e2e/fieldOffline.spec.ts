// The phone app when the network fails: nothing that was entered is lost, nothing is counted twice.
import { expect, test, type Page, type Request } from '@playwright/test'
import { Api, home, next, openPhone, password, pickItem, stockRead, tapDigits, tile } from './phone.ts'

const blanket = 'XQ-LR-0018'
const water = 'XQ-LR-0043'

const isWrite = (request: Request) => /^mutation/.test((request.postDataJSON() as { query: string } | null)?.query ?? '')

/** Issues blankets up to the confirming tap; the note tells the document from all others. */
async function issue(page: Page, digits: string, note: string): Promise<void> {
  await tile(page, '出库')
  await pickItem(page, blanket, /毛毯/)
  await tapDigits(page, digits)
  await next(page)
  await page.getByLabel('备注（可不填）').fill(note)
  await page.getByRole('button', { name: '确认出库' }).click()
}

async function receive(page: Page, lot: string, boxes: string, note: string): Promise<void> {
  await tile(page, '收货')
  await pickItem(page, water, /瓶装饮用水/)
  await page.getByLabel('批号（扫码或输入）').fill(lot)
  await next(page)
  await tapDigits(page, '270531')
  await next(page)
  await tapDigits(page, boxes)
  await next(page)
  await page.getByLabel('备注（可不填）').fill(note)
  await page.getByRole('button', { name: '确认入库' }).click()
}

const allSent = (page: Page) => expect(page.getByRole('link', { name: '在线 · 都已上传' })).toBeVisible({ timeout: 45_000 })

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' })

  test('receiving and issuing go on, the figures count them, a reload keeps them, and each is sent once', async ({ page, context, playwright, baseURL }) => {
    const api = await Api.as(playwright, baseURL, 'keeper')
    const [blankets, bottles] = [await api.onHand('D01', blanket), await api.onHand('D01', water)]
    const mark = `offline-${Date.now()}`
    await openPhone(page, 'keeper')
    await stockRead(page)
    // The app is whole on this phone: its page and the pages behind the home.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await expect.poll(() => page.evaluate(() => caches.open('changping-shell').then((cache) => cache.match('/m/')).then((found) => found !== undefined))).toBe(true)
    await context.setOffline(true)

    await issue(page, '30', `${mark}-1`)
    await expect(page.getByText('已存本机，待上传')).toBeVisible()
    await home(page)
    await receive(page, `${mark}`, '10', `${mark}-2`)
    await expect(page.getByText('已存本机，待上传')).toBeVisible()
    await home(page)
    await expect(page.getByRole('link', { name: '离线 · 2 笔待上传' })).toBeVisible()
    await pickItem(page, blanket, /毛毯/)
    await expect(page.getByText(`在库 ${(blankets - 30).toLocaleString('en')} 条（含本机未上传 −30）`)).toBeVisible()

    await page.reload()
    await expect(page.getByText(`在库 ${(blankets - 30).toLocaleString('en')} 条（含本机未上传 −30）`)).toBeVisible()
    await page.goto('/m/tray')
    await expect(page.getByRole('list', { name: '待上传' }).getByRole('listitem').filter({ hasText: '登记' })).toHaveCount(2)
    await page.goto('/m/')
    // What was received without a network can be issued without one.
    await issue(page, '5', `${mark}-3`)
    await home(page)
    await expect(page.getByRole('link', { name: '离线 · 3 笔待上传' })).toBeVisible()
    expect(await api.onHand('D01', blanket)).toBe(blankets)

    await context.setOffline(false)
    await allSent(page)
    expect([await api.onHand('D01', blanket), await api.onHand('D01', water)]).toEqual([blankets - 35, bottles + 240])
    for (const part of [1, 2, 3]) expect(await api.documentsWithNote('D01', `${mark}-${part}`)).toHaveLength(1)
    await pickItem(page, blanket, /毛毯/)
    await expect(page.getByText(`在库 ${(blankets - 35).toLocaleString('en')} 条 `)).toBeVisible()
  })

  test('a refusal in the middle waits for a person, and the rest goes on', async ({ page, context, playwright, baseURL }) => {
    const api = await Api.as(playwright, baseURL, 'keeper')
    const before = await api.onHand('D01', blanket)
    const mark = `refused-${Date.now()}`
    await openPhone(page, 'keeper')
    await stockRead(page)
    await tile(page, '查询') // the pages behind the home are here
    await page.goBack()
    await context.setOffline(true)
    for (const [digits, part] of [['3', 1], ['9999999', 2], ['4', 3]] as const) {
      await issue(page, digits, `${mark}-${part}`)
      await home(page)
    }
    await context.setOffline(false)
    await expect(page.getByText(/1 笔被退回/).first()).toBeVisible({ timeout: 45_000 })
    await expect.poll(() => api.onHand('D01', blanket)).toBe(before - 7)
    expect(await api.documentsWithNote('D01', `${mark}-2`)).toHaveLength(0)

    await page.getByRole('link', { name: /1 笔被退回/ }).click()
    const refused = page.getByRole('list', { name: '被退回' })
    await expect(refused).toContainText('少于应出 9,999,999')
    await refused.getByRole('button', { name: '改数重提' }).click()
    await expect(page.getByText('正在修改被退回的一笔')).toBeVisible()
    await page.getByRole('button', { name: '修改 毛毯' }).click()
    for (let digits = 0; digits < 7; digits++) await page.getByRole('button', { name: '退格' }).click()
    await tapDigits(page, '2')
    await next(page)
    await page.getByRole('button', { name: '确认出库' }).click()
    await expect(page.getByText('已入账')).toBeVisible()
    expect(await api.onHand('D01', blanket)).toBe(before - 9)
    expect(await api.documentsWithNote('D01', `${mark}-2`)).toHaveLength(1)

    // One that cannot be put right is given up, with a reason, and stays to be read.
    await home(page)
    await issue(page, '9999999', `${mark}-4`)
    await expect(page.getByText('被退回，未入账')).toBeVisible()
    await page.getByRole('link', { name: '去待传箱处理' }).click()
    await page.getByRole('button', { name: '作废', exact: true }).click()
    await page.getByLabel('录入有误，实物未动').check({ force: true })
    await page.getByRole('button', { name: '确认作废' }).click()
    await expect(page.getByText('已作废：录入有误，实物未动')).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出为文件' }).click()
    expect((await download).suggestedFilename()).toMatch(/^changping-outbox-\d{8}-\d{6}\.json$/)
  })
})

test('an answer that is lost after the server did the work: asked again under the same key, counted once', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', blanket)
  const note = `lost-${Date.now()}`
  await openPhone(page, 'keeper')
  await stockRead(page)
  const keys: string[] = []
  await page.route('**/graphql', async (route, request) => {
    if (!isWrite(request)) return route.fallback()
    keys.push((request.postDataJSON() as { variables: { input: { requestKey: string } } }).variables.input.requestKey)
    if (keys.length > 2) return route.fallback()
    if (keys.length === 1) await route.fetch() // the server has it
    await route.abort('connectionreset')
  })
  await issue(page, '6', note)
  await expect(page.getByText('已入账')).toBeVisible({ timeout: 20_000 })
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(await api.onHand('D01', blanket)).toBe(before - 6)
  expect(await api.documentsWithNote('D01', note)).toHaveLength(1)
})

test('a session that ends keeps the work: sign in, and it goes on', async ({ page, context, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', blanket)
  await openPhone(page, 'keeper')
  await stockRead(page)
  await context.clearCookies()
  const note = `session-${Date.now()}`
  await issue(page, '2', note)
  await expect(page.getByText('已存本机，待上传')).toBeVisible()
  await home(page)
  await page.getByRole('link', { name: /登录已过期/ }).click()
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await allSent(page)
  expect(await api.onHand('D01', blanket)).toBe(before - 2)
  expect(await api.documentsWithNote('D01', note)).toHaveLength(1)
})

test('two tabs send what was made in both, each once', async ({ page, context, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', blanket)
  await openPhone(page, 'keeper')
  await stockRead(page)
  const other = await context.newPage()
  await other.setViewportSize({ width: 390, height: 844 })
  await other.goto('/m/')
  await stockRead(other)
  const mark = `tabs-${Date.now()}`
  await tile(other, '查询')
  await other.goBack()
  await context.setOffline(true)
  await issue(page, '1', `${mark}-1`)
  await issue(other, '2', `${mark}-2`)
  await home(page)
  await expect(page.getByRole('link', { name: '离线 · 2 笔待上传' })).toBeVisible()
  await context.setOffline(false)
  await allSent(page)
  await expect(other.getByText('已入账')).toBeVisible()
  expect(await api.onHand('D01', blanket)).toBe(before - 3)
  for (const part of [1, 2]) expect(await api.documentsWithNote('D01', `${mark}-${part}`)).toHaveLength(1)
})
