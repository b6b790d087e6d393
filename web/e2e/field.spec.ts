// The phone app against the real binary, with a network: what a keeper enters is counted, and seen at once.
import { expect, test } from '@playwright/test'
import { Api, countTaps, home, next, openPhone, pickItem, scan, scanAsKeys, stockRead, tapDigits, tile } from './phone.ts'

const water = 'XQ-LR-0043'
const blanket = 'XQ-LR-0018'

test('the keeper receives 200 boxes of water by lot and expiry, and stock, card and history show it at once', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', water)
  const lot = `E2E-W-${Date.now()}`
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  await pickItem(page, water, /瓶装饮用水/)
  await page.getByLabel('批号（扫码或输入）').fill(lot)
  await next(page)
  await tapDigits(page, '2706')
  await expect(page.getByText('2027-06-__')).toBeVisible()
  await page.getByRole('button', { name: '00', exact: true }).click()
  await expect(page.getByText('2027-06-30')).toBeVisible()
  await next(page)
  await tapDigits(page, '200')
  await expect(page.getByText('200 箱 × 24 = 4,800 瓶')).toBeVisible()
  await next(page)
  await page.getByLabel('捐赠').check({ force: true })
  await page.getByRole('button', { name: '确认入库' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  const number = /RK-\d{8}-\d+/.exec((await page.getByText(/^单号/).textContent())!)![0]
  expect(await api.onHand('D01', water)).toBe(before + 4800)

  await home(page)
  await pickItem(page, water, /瓶装饮用水/)
  await expect(page.getByText(`在库 ${(before + 4800).toLocaleString('en')} 瓶`)).toBeVisible()
  await expect(page.getByRole('list', { name: '区级中心库 的批次' })).toContainText(lot)
  const line = page.getByRole('row').filter({ hasText: number })
  await expect(line).toContainText('+4,800')
  await expect(line).toContainText((before + 4800).toLocaleString('en'))
  await page.getByRole('link', { name: number }).click()
  await expect(page.getByText('捐赠 · 区级中心库')).toBeVisible()

  // Undone by the same person, with a reason: the books are as before, and the document says so.
  await page.getByRole('button', { name: '冲销这张单' }).click()
  await page.getByLabel('重复录入').check({ force: true })
  await page.getByRole('button', { name: '确认冲销' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('D01', water)).toBe(before)
  await home(page)
  await scan(page, number)
  await expect(page.getByText(/已被 CX-.* 冲销/)).toBeVisible()
})

test('the keeper issues 30 blankets, first expired first out, line by line', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', blanket)
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '出库')
  await pickItem(page, '毛毯', /毛毯/)
  await tapDigits(page, '30')
  const lots = page.getByRole('list', { name: '先到期先出' })
  await expect(lots).toContainText(/出 \d+ 条/)
  const amounts = [...(await lots.innerText()).matchAll(/出 (\d+) 条/g)].map((match) => Number(match[1]))
  expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(30)
  const expiries = [...(await lots.innerText()).matchAll(/\d{4}-\d{2}-\d{2}/g)].map((match) => match[0])
  expect(expiries).toEqual([...expiries].sort())
  await next(page)
  await page.getByLabel('发放').check({ force: true })
  await page.getByRole('button', { name: '确认出库' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('D01', blanket)).toBe(before - 30)
  await page.getByRole('link', { name: '查看单据 / 冲销' }).click()
  await expect(page.getByText('发放 · 区级中心库')).toBeVisible()
  await expect(page.getByText(/^区级中心库( [A-Z0-9-]+)? → 已消耗$/)).toHaveCount(amounts.length)
})

test('a pack that is broken is told with the document, and undone', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const before = await api.onHand('D01', water)
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '出库')
  await pickItem(page, water, /瓶装饮用水/)
  await page.getByLabel('瓶', { exact: true }).check({ force: true })
  await tapDigits(page, '5')
  await next(page)
  await page.getByLabel('发放').check({ force: true })
  await page.getByRole('button', { name: '确认出库' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  await expect(page.getByRole('note', { name: '请注意' })).toContainText('拆了整包装：瓶装饮用水500mL每包 24')
  expect(await api.onHand('D01', water)).toBe(before - 5)
  await page.getByRole('link', { name: '查看单据 / 冲销' }).click()
  await page.getByRole('button', { name: '冲销这张单' }).click()
  await page.getByLabel('重复录入').check({ force: true })
  await page.getByRole('button', { name: '确认冲销' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('D01', water)).toBe(before)
})

test('a pump is moved to another site of the keeper and is there at once', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const { stock } = await api.ask<{ stock: { nodes: { available: string; item: { code: string; nameZh: string; tracking: string } }[] } }>(
    'query($site: ID!) { stock(siteId: $site, search: "泵") { nodes { available item { code nameZh tracking } } } }', { site: await api.site('D01') })
  const pump = stock.nodes.find((row) => row.item.tracking === 'SERIAL' && row.available !== '0')!.item
  const [here, there] = [await api.onHand('D01', pump.code), await api.onHand('D02', pump.code)]
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '调拨')
  await page.getByRole('button', { name: /区级南库/ }).click()
  await pickItem(page, pump.code, new RegExp(pump.nameZh))
  await page.getByRole('button', { name: /^序列号/ }).first().click()
  await page.getByRole('button', { name: '确认调拨' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect([await api.onHand('D01', pump.code), await api.onHand('D02', pump.code)]).toEqual([here - 1, there + 1])
  await home(page)
  await pickItem(page, pump.code, new RegExp(pump.nameZh))
  await expect(page.getByText('区级南库').first()).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '调拨单' }).first()).toContainText('−1')
})

test('the receiving keeper takes in a transfer with a difference: one scan, a count, a reason', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const api = await Api.as(playwright, baseURL, 'keeper-xinkou')
  const before = await api.onHand('T-102', blanket)
  const send = async () => (await keeper.run<{ document: { number: string } }>('transferGoods', 'TransferGoodsInput', 'document { number }', {
    siteId: await keeper.site('D01'), toSiteId: await keeper.site('T-102'), lines: [{ itemId: await keeper.item(blanket), quantity: '10' }],
  })).document.number
  const [short, whole] = [await send(), await send()]
  await openPhone(page, 'keeper-xinkou')
  await expect(page.getByText(`待收调拨 ${short}`)).toBeVisible()
  await scan(page, short)
  await page.getByRole('button', { name: /^清点 毛毯/ }).click()
  await tapDigits(page, '8')
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText('少 2 条')).toBeVisible()
  const confirm = page.getByRole('button', { name: '按实收确认' })
  await expect(confirm).toBeDisabled()
  await page.getByLabel('途中丢失').check({ force: true })
  await confirm.click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('T-102', blanket)).toBe(before + 8)

  // T1: a line that was announced is one scan and one tap.
  await home(page)
  await expect(page.getByText(`待收调拨 ${short}`)).toHaveCount(0)
  const taps = await countTaps(page)
  await scan(page, whole)
  await page.getByRole('button', { name: '全部收到' }).click()
  expect(await taps()).toBe(1)
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand('T-102', blanket)).toBe(before + 18)
})

test('how many quilts, and where: one tap and two letters', async ({ page }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  const taps = await countTaps(page)
  await page.getByRole('searchbox').click()
  await page.keyboard.type('mt') // the initials of 毛毯
  const answer = page.getByRole('button', { name: /毛毯/ }).first()
  await expect(answer).toContainText(/可用 [\d,]+\s条/)
  for (const site of ['D01', 'D02', 'D03']) await expect(answer).toContainText(site)
  expect(await taps()).toBe(1)
})

test('a scan into a field that has the focus finds the item and leaves the text of the field', async ({ page }) => {
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '收货')
  await page.getByRole('searchbox').fill('毛')
  await scanAsKeys(page, water)
  await expect(page.getByRole('heading', { name: '批号是多少？' })).toBeVisible()
  await expect(page.getByText('瓶装饮用水500mL')).toBeVisible()
  const lot = page.getByLabel('批号（扫码或输入）')
  await lot.fill('')
  await scan(page, 'LOT-7788')
  await expect(lot).toHaveValue('LOT-7788')
  await page.goBack()
  await page.getByRole('searchbox').fill('毛')
  await scanAsKeys(page, 'NOT-KNOWN-99')
  await expect(page.getByRole('alert')).toContainText('NOT-KNOWN-99')
  await expect(page.getByRole('searchbox')).toHaveValue('毛')
})

test('a rotation task is carried out, and is gone from the list', async ({ page, playwright, baseURL }) => {
  const api = await Api.as(playwright, baseURL, 'keeper')
  const { rotationTasks } = await api.ask<{ rotationTasks: { nodes: { id: string; replaceFirst: string; quantity: string; site: { code: string }; item: { code: string; nameZh: string }; lot: { lotNo: string } }[] } }>(
    '{ rotationTasks(openOnly: true, first: 200) { nodes { id replaceFirst quantity site { code } item { code nameZh } lot { lotNo } } } }')
  const task = rotationTasks.nodes.findLast((row) => row.replaceFirst === '0')!
  const before = await api.onHand(task.site.code, task.item.code)
  await openPhone(page, 'keeper')
  await tile(page, '轮换')
  // The label of the lot opens its task; another lot is red there, and says which it should be.
  await expect(page.locator(`a[href="/m/rotation/${task.id}"]`)).toBeVisible()
  await scan(page, task.lot.lotNo)
  await expect(page.getByRole('button', { name: '确认轮换出库' })).toBeVisible()
  await expect(page.getByText('✓ 批次已核对')).toBeVisible()
  await scan(page, 'NOT-THIS')
  await expect(page.getByRole('alert')).toContainText(task.lot.lotNo)
  await expect(page.getByRole('alert')).toContainText('扫到：NOT-THIS')
  await page.getByLabel('日常领用').check({ force: true })
  await page.getByRole('button', { name: '确认轮换出库' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await api.onHand(task.site.code, task.item.code)).toBe(before - Number(task.quantity))
  await page.getByRole('link', { name: '再来一单' }).click()
  await expect(page.getByRole('heading', { name: '轮换任务' })).toBeVisible()
  await expect(page.locator(`a[href="/m/rotation/${task.id}"]`)).toHaveCount(0)
})

test('the page that was asked for is shown after signing in; signing out leaves nothing behind', async ({ page }) => {
  await openPhone(page, 'keeper', `/m/look-up/${water}`)
  await expect(page.getByRole('heading', { name: '瓶装饮用水500mL' })).toBeVisible()
  await page.goto('/m/account')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByLabel('密码')).toBeVisible()
  const kept = await page.evaluate(() => new Promise<number>((resolve) => {
    const open = indexedDB.open('changping-snapshot')
    open.onsuccess = () => {
      const count = open.result.transaction('stock').objectStore('stock').count()
      count.onsuccess = () => resolve(count.result)
    }
  }))
  expect(kept).toBe(0)
})
