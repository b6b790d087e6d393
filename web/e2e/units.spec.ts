// Serial units with their clocks and inspections, packs and trade item numbers of an item, and what a scan of such a label fills in.
import { expect, test, type Page } from '@playwright/test'
import { api, as, show } from './desk.ts'
import { openPhone, scanAsKeys, stockRead, tile } from './phone.ts'

const run = Date.now().toString(36)
const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (!shots) return
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** A trade item number of the digits given, with its check digit. */
const gtinOf = (digits: string) => digits + ((10 - ([...digits].reverse().reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 3 : 1), 0) % 10)) % 10)
/** What only an administrator takes back again: numbers differ from run to run. */
const gtin = gtinOf(`0690${String(Date.now()).slice(-9)}`)

test('a keeper finds what is due, sees the way of a unit, and records its inspection', async ({ page }) => {
  await as(page, 'keeper')
  await show(page, '/units?site=D01')
  await shot(page, 'units')
  await show(page, '/units?view=calendar&site=D01')
  await shot(page, 'calendar')
  const first = page.getByRole('row').filter({ hasText: '负载试验' }).first()
  const serial = (await first.getByRole('link').first().textContent())!
  await first.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1, name: serial })).toBeVisible()
  await expect(page.getByRole('table', { name: '流转记录' })).toContainText('入库单')
  await page.getByRole('button', { name: '登记检验' }).click()
  await page.getByText('不合格', { exact: true }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  for (const told of ['请写明由谁检验', '请写明不合格情况']) await expect(page.getByText(told)).toBeVisible()
  await page.getByLabel('检验人或机构').fill(`检测中心 ${run}`)
  await page.getByLabel('不合格情况').fill('启动困难')
  await page.reload()
  await page.getByRole('button', { name: '登记检验' }).click()
  await expect(page.getByLabel('检验人或机构')).toHaveValue(`检测中心 ${run}`) // nothing typed is lost
  await shot(page, 'inspect')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已登记检验。')).toBeVisible()
  await expect(page.getByText('不合格，停用')).toBeVisible()
  // It passes the same test, and is fit again: with the certificate as the last clock.
  const { about } = await api<{ about: { today: string } }>(page, '{ about { today } }')
  const next = `${Number(about.today.slice(0, 4)) + 1}${about.today.slice(4).replace('02-29', '02-28')}`
  await page.getByRole('button', { name: '登记检验' }).click()
  await page.getByLabel('检验人或机构').fill(`检测中心 ${run}`)
  await page.getByLabel('证书编号').fill(`E2E-${run}`)
  await page.getByLabel('下次到期').fill(next)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已登记检验。')).toBeVisible()
  await expect(page.getByText('不合格，停用')).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: `E2E-${run}` })).toContainText(next)
  await shot(page, 'unit')
})

test('an administrator adds a pack and links its number, and a phone scan of its label fills item, lot and expiry', async ({ page, browser }) => {
  await as(page, 'admin')
  await show(page, '/items/XQ-LR-0018')
  await page.getByRole('button', { name: '增加包装层级' }).click()
  await page.getByLabel('名称（中文）').fill(`托盘${run}`)
  await page.getByLabel('名称（英文）').fill(`pallet ${run}`)
  await page.getByLabel(/^含基本单位/).fill('480')
  await page.getByRole('button', { name: '保存层级' }).click()
  await expect(page.getByRole('row').filter({ hasText: `托盘${run}` })).toContainText('480')
  await page.getByRole('button', { name: '登记条码' }).click()
  await page.getByLabel('商品条码', { exact: true }).fill(gtin.slice(0, -1) + ((Number(gtin.at(-1)) + 1) % 10))
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('校验')
  await page.getByLabel('商品条码', { exact: true }).fill(gtin)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText(`已登记条码 ${gtin}`)).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '基本单位' }).filter({ hasText: gtin })).toBeVisible()
  await shot(page, 'packs')

  const phone = await (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await openPhone(phone, 'keeper')
  await stockRead(phone)
  await tile(phone, '收货')
  await expect(phone.getByRole('searchbox')).toBeVisible()
  await scanAsKeys(phone, `01${gtin}10E2E${run.toUpperCase()}\u001d17301130`)
  await expect(phone.getByRole('heading', { name: '收多少？' })).toBeVisible() // lot and expiry are known: only the quantity is asked
  await phone.goBack()
  await phone.context().close()

  await page.getByRole('button', { name: `解除条码 ${gtin}` }).click()
  await page.getByRole('button', { name: '确认解除' }).click()
  await expect(page.getByText(`已解除条码 ${gtin}`)).toBeVisible()
})
