// Kits on the desktop: an administrator says what one holds, a keeper assembles some and breaks them up again, and the stock is as it was.
import { expect, test, type Page } from '@playwright/test'
import { api, as, show } from './desk.ts'

test.describe.configure({ mode: 'serial', timeout: 150_000 })

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
const lotNo = `E2E-${run}`
const kit = 'XQ-MH-0054' // 个人急救包
const water = 'XQ-LR-0043'
const blanket = 'XQ-LR-0018'

async function choose(page: Page, field: string, code: string) {
  await page.getByRole('combobox', { name: field }).fill(code)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: code }).first().click()
}

/** What is available of some items at the central depot, by code. */
async function available(page: Page): Promise<Record<string, number>> {
  const { sites } = await api<{ sites: { nodes: { id: string; code: string }[] } }>(page, '{ sites(first: 250) { nodes { id code } } }')
  const siteId = sites.nodes.find((one) => one.code === 'D01')!.id
  const all: Record<string, number> = {}
  for (const code of [kit, water, blanket]) {
    const { itemByCode } = await api<{ itemByCode: { id: string } }>(page, 'query($code: String!) { itemByCode(code: $code) { id } }', { code })
    const { stock } = await api<{ stock: { nodes: { available: string }[] } }>(page, 'query($siteId: ID!, $itemId: ID!) { stock(siteId: $siteId, itemId: $itemId) { nodes { available } } }', { siteId, itemId: itemByCode.id })
    all[code] = Number(stock.nodes[0]?.available ?? 0)
  }
  return all
}

test('an administrator says what a kit holds, and is told what is wrong with it', async ({ page }) => {
  await as(page, 'admin')
  await show(page, '/kits')
  await expect(page.getByRole('row').filter({ hasText: 'XQ-LR-0120' })).toContainText('瓶装饮用水500mL 6 瓶')
  await page.getByRole('button', { name: '登记套装' }).click()
  await choose(page, '作为套装的品种', kit)
  await choose(page, '品种 第 1 行', water)
  await page.getByLabel('每套数量 第 1 行').fill('２')
  await page.getByRole('button', { name: '加一种' }).click()
  await choose(page, '品种 第 2 行', kit)
  await page.getByLabel('每套数量 第 2 行').fill('1')
  await page.getByRole('button', { name: '保存内容' }).click()
  await expect(page.getByText('套装不能包含自身')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: '登记套装' }).click()
  await expect(page.getByLabel('每套数量 第 1 行')).toHaveValue('２') // nothing typed is lost
  await choose(page, '品种 第 2 行', blanket)
  await shot(page, 'define')
  await page.getByRole('button', { name: '保存内容' }).click()
  await expect(page.getByText('已保存：个人急救包 每套 2 种。')).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: kit })
  await expect(row).toContainText('瓶装饮用水500mL 2 瓶')
  await row.getByRole('link').click()
  await page.getByRole('button', { name: '修改内容' }).click()
  await expect(page.getByLabel(/^每套数量 第/)).toHaveCount(2)
  await page.getByRole('button', { name: '取消' }).click()
  await expect(page.getByRole('table', { name: '每套内容' })).toContainText('2 瓶')
})

test('a keeper assembles kits, sees them with the expiry of their first part, and breaks them up: the stock is as before', async ({ page }) => {
  await as(page, 'keeper')
  await show(page, '/kits?site=D01')
  const row = page.getByRole('row').filter({ hasText: kit })
  await expect(row).toContainText('2 瓶')
  await shot(page, 'kits')
  const before = await available(page)
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: '个人急救包' })).toBeVisible()
  const possible = Number((await page.locator('.figures dd').first().innerText()).replace(/\D/g, ''))
  expect(possible).toBeGreaterThan(3)
  await page.getByRole('button', { name: '组装', exact: true }).click()
  await expect(page.getByLabel('套装批号')).toHaveValue(/^ZZ\d{8}/)
  const plan = page.getByRole('table', { name: '将取用' })
  await page.getByLabel(/^组装套数/).fill(String(possible + 1))
  await expect(plan.getByText(/^缺 \d+/).first()).toBeVisible()
  await page.getByLabel(/^组装套数/).fill('3')
  await expect(plan.getByText(/^缺/)).toHaveCount(0)
  await expect(plan.getByRole('row').filter({ hasText: water })).toContainText('6 瓶')
  const until = /\d{4}-\d{2}-\d{2}/.exec(await page.getByText('组装后有效期至').innerText())![0]
  await page.getByLabel('套装批号').fill('')
  await page.getByRole('button', { name: '组装 3 套' }).click()
  await expect(page.getByText('请填写批号（至多 40 字）')).toBeVisible()
  await page.getByLabel('套装批号').fill(lotNo)
  await shot(page, 'assemble')
  await page.getByRole('button', { name: '组装 3 套' }).click()
  await expect(page.getByText('已组装 3 套。')).toBeVisible()
  const lot = page.getByRole('table', { name: '套装批次' }).getByRole('row').filter({ hasText: lotNo })
  await expect(lot).toContainText(until)
  const made = await available(page)
  expect([made[kit]! - before[kit]!, before[water]! - made[water]!, before[blanket]! - made[blanket]!]).toEqual([3, 6, 3])

  // The number of a lot goes once.
  await page.getByRole('button', { name: '组装', exact: true }).click()
  await page.getByLabel(/^组装套数/).fill('1')
  await page.getByLabel('套装批号').fill(lotNo)
  await page.getByRole('button', { name: '组装 1 套' }).click()
  await expect(page.getByRole('alert')).toContainText('批号')
  await page.getByRole('button', { name: '取消' }).click()

  await page.getByRole('button', { name: `批号 ${lotNo} 的组成` }).click()
  await expect(page.getByRole('table', { name: `批号 ${lotNo} 的组成` })).toContainText(until)
  await shot(page, 'kit')
  await page.getByRole('button', { name: '关闭' }).click()

  await page.getByRole('button', { name: `拆解批号 ${lotNo}` }).click()
  await page.getByLabel(/^拆解套数/).fill('4')
  await expect(page.getByText('多于可拆的套数')).toBeVisible()
  await page.getByLabel(/^拆解套数/).fill('3')
  const out = page.getByRole('table', { name: '拆出' })
  await expect(out.getByRole('row').filter({ hasText: water })).toContainText('6 瓶')
  const missing = page.getByLabel('缺少的瓶装饮用水500mL')
  await missing.fill('7')
  await expect(page.getByText('须在 0 与应有数之间')).toBeVisible()
  await missing.fill('1')
  await page.getByRole('button', { name: '拆解 3 套' }).click()
  await expect(page.getByText('有缺少时请写明原因')).toBeVisible()
  await shot(page, 'break-up')
  await missing.fill('0') // all is there after all
  await expect(page.getByLabel('缺少的原因')).toHaveCount(0)
  await page.getByRole('button', { name: '拆解 3 套' }).click()
  await expect(page.getByText('已拆解 3 套，内容已回到库存。')).toBeVisible()
  await expect(lot).toHaveCount(0)
  expect(await available(page)).toEqual(before)
  await page.getByRole('link', { name: /^单据 / }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^拆解单/ })).toBeVisible()
})

test('who only looks sees kits and neither assembles nor defines', async ({ page }) => {
  await as(page, 'auditor')
  await show(page, `/kits/${kit}?site=D01`)
  await expect(page.getByRole('table', { name: '每套内容' })).toContainText('2 瓶')
  for (const name of ['组装', '修改内容']) await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
  await show(page, '/kits/XQ-LR-0043')
  await expect(page.getByRole('heading', { level: 1, name: '没有这种套装' })).toBeVisible()
})
