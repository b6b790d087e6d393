// Lists on the desktop: how many there are in all, and columns that put the list in another order, which is kept from page to page.
import { expect, test, type Page } from '@playwright/test'
import { api, as, show, violations } from './desk.ts'

const column = (page: Page, n: number) => page.locator('.data-table tbody tr.ant-table-row').locator(`> :nth-child(${n})`)

test('the catalogue by name and by code, page by page', async ({ page }) => {
  await as(page, 'auditor')
  const { items } = await api<{ items: { totalCount: number; nodes: { nameZh: string }[] } }>(page, '{ items(orderBy: NAME, first: 100) { totalCount nodes { nameZh } } }')
  await show(page, '/items')
  await expect(page.getByRole('navigation', { name: '翻页' })).toContainText(`共 ${items.totalCount} 行`)
  const byCode = await column(page, 2).allInnerTexts()
  expect(byCode).toEqual([...byCode].sort())
  await expect(page.getByRole('columnheader', { name: '编码' })).toHaveAttribute('aria-sort', 'ascending')

  await page.getByRole('columnheader', { name: '品种' }).getByRole('button').click()
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

test('a place in one order is none in another, and the page says what to do', async ({ page }) => {
  await as(page, 'auditor')
  const { items } = await api<{ items: { pageInfo: { endCursor: string } } }>(page, '{ items(orderBy: NAME, first: 1) { pageInfo { endCursor } } }')
  await page.goto(`/items?order=CODE&after=${items.pageInfo.endCursor}`)
  await expect(page.getByRole('alert').or(page.locator('.error-card')).first()).toContainText('翻页位置无效')
})

test('units by the clock that runs out first', async ({ page }) => {
  await as(page, 'auditor')
  const { units } = await api<{ units: { totalCount: number; nodes: { serialNo: string }[] } }>(page, '{ units(orderBy: DUE, first: 50) { totalCount nodes { serialNo } } }')
  await show(page, '/units')
  await page.getByRole('columnheader', { name: '状态' }).getByRole('button').click()
  await expect(column(page, 1)).toHaveText(units.nodes.map((one) => one.serialNo))
  await expect(page.getByRole('navigation', { name: '翻页' })).toContainText(`共 ${units.totalCount} 行`)
})
