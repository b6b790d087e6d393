// Goods on their way: the list of what has left and not arrived, and a trip that took only part of what was planned.
import { expect, test, type Page } from '@playwright/test'
import { as, show, violations } from './desk.ts'
import { Api } from './phone.ts'

const shots = process.env['SHOTS']
const shot = (page: Page, name: string) => (shots ? page.screenshot({ path: `${shots}/${name}.png` }) : Promise.resolve())
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

test('goods in transit are listed for both ends until they are received', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const other = await Api.as(playwright, baseURL, 'keeper-xinkou')
  const goods = { itemId: await keeper.item('XQ-LR-0018'), quantity: '3' }
  const [depot, town] = [await keeper.site('D01'), await keeper.site('T-102')]
  const { document } = await keeper.run<{ document: { id: string; number: string } }>('transferGoods', 'TransferGoodsInput', 'document { id number }', { siteId: depot, toSiteId: town, lines: [goods] })

  await as(page, 'keeper')
  await show(page, '/')
  await page.getByRole('link', { name: /在途调拨单和运单/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: '在途物资' })).toBeVisible()
  const rows = page.getByRole('row').filter({ hasText: document.number }).filter({ hasText: /→ 辛口镇储备点/ }) // each site numbers its own documents
  await expect(rows.first()).toBeVisible()
  const lots = await rows.allInnerTexts() // a row for each lot that went, first expired first
  expect(lots.map((text) => Number(/(\d+) 条/.exec(text)![1])).reduce((sum, quantity) => sum + quantity, 0)).toBe(3)
  expect(lots.join()).not.toContain('逾期')
  await page.getByLabel('只看逾期未到').check()
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page).toHaveURL(/late=1/)
  await expect(rows).toHaveCount(0)
  await page.getByRole('button', { name: '重置' }).click()
  await shot(page, 'in-transit-1366')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(rows.first()).toBeVisible()
  expect(await fits(page)).toBeLessThanOrEqual(0)
  await shot(page, 'in-transit-390')
  expect(await violations(page)).toEqual([])
  await rows.first().getByRole('link', { name: document.number }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(document.number)

  // Received, it is gone from the list; and the goods go back to where they came from.
  await other.run('receiveTransfer', 'ReceiveTransferInput', 'document { id }', { documentId: document.id })
  await show(page, '/in-transit')
  await expect(page.getByRole('heading', { level: 1, name: '在途物资' })).toBeVisible()
  await expect(rows).toHaveCount(0)
  const { document: back } = await other.run<{ document: { id: string } }>('transferGoods', 'TransferGoodsInput', 'document { id }', { siteId: town, toSiteId: depot, lines: [goods] })
  await keeper.run('receiveTransfer', 'ReceiveTransferInput', 'document { id }', { documentId: back.id })
})

test('a trip is dispatched with what it really loaded, and says what stayed behind', async ({ page, playwright, baseURL }) => {
  const dispatcher = await Api.as(playwright, baseURL, 'dispatcher')
  const { organisations } = await dispatcher.ask<{ organisations: { nodes: { id: string; code: string }[] } }>('{ organisations(first: 250) { nodes { id code } } }')
  const town = organisations.nodes.find((organisation) => organisation.code === '120111102')!
  // A drill: it plans and leaves as the real thing does, and moves no stock.
  const { incident } = await dispatcher.run<{ incident: { id: string } }>('openIncident', 'OpenIncidentInput', 'incident { id }', { scenarioCode: 'RF', level: 'III', townId: town.id, peopleAffected: 400, coverDays: 1, drill: true })
  const { allocation } = await dispatcher.run<{ allocation: { id: string; revision: number } }>('proposeAllocation', 'ProposeAllocationInput', 'allocation { id revision }', { incidentId: incident.id })
  await dispatcher.run('approveAllocation', 'ApproveAllocationInput', 'allocation { id }', { allocationId: allocation.id, revision: allocation.revision })
  const { trips } = await dispatcher.run<{ trips: { number: string }[] }>('planTrips', 'PlanTripsInput', 'trips { number }', { allocationId: allocation.id })
  const number = trips[0]!.number

  await as(page, 'dispatcher')
  await show(page, `/incidents/${incident.id}?view=trips`)
  const trip = page.locator('.trip').filter({ hasText: number })
  await trip.getByRole('button', { name: `部分装车 ${number}` }).click()
  const form = trip.getByRole('form', { name: `${number} 实装数量` })
  const lines = form.locator('.part-line')
  await expect(lines.first()).toBeVisible()
  const loaded = lines.first().getByLabel(/^实装/)
  const planned = await loaded.inputValue()
  await loaded.fill('0')
  await form.getByRole('button', { name: '按实装发车' }).click()
  await expect(lines.first().getByRole('alert')).toHaveText('请选择少装原因。')
  await lines.first().getByRole('combobox', { name: '少装原因' }).click()
  await page.getByTitle('装不下', { exact: true }).click()
  await lines.first().getByLabel('备注').fill('车小')
  await lines.first().getByText('剩余退回可用').click()

  // Closed and opened again, what was typed is there still.
  await form.getByRole('button', { name: '返回' }).click()
  await expect(form).toHaveCount(0)
  await trip.getByRole('button', { name: `部分装车 ${number}` }).click()
  await expect(lines.first().getByLabel('备注')).toHaveValue('车小')
  await shot(page, 'part-load-1366')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await fits(page)).toBeLessThanOrEqual(0)
  await shot(page, 'part-load-390')
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: '按实装发车' }).click()
  await expect(trip).toHaveAttribute('data-state', 'DISPATCHED', { timeout: 40_000 })
  const left = trip.getByRole('region', { name: '少装' })
  await expect(left).toContainText(`计划 ${Number(planned).toLocaleString('en')}，实装 0`)
  await expect(left).toContainText('装不下')
  await expect(left).toContainText('车小')
  await expect(left).toContainText('剩余退回可用')
  await page.setViewportSize({ width: 1366, height: 844 })
  await shot(page, 'short-load-1366')

  // The vehicles are free again.
  const liaison = await Api.as(playwright, baseURL, 'liaison-xinkou')
  type Trips = { node: { revision: number; trips: { id: string; state: string; revision: number; waybills: { id: string }[] }[] } }
  const { node } = await dispatcher.ask<Trips>('query($id: ID!) { node(id: $id) { ... on Incident { revision trips { id state revision waybills { id } } } } }', { id: incident.id })
  for (const one of node.trips) {
    if (one.state === 'PLANNED') await dispatcher.run('cancelTrip', 'TripInput', 'trip { id }', { tripId: one.id, revision: one.revision })
    for (const waybill of one.waybills) await liaison.run('confirmArrival', 'ConfirmArrivalInput', 'waybill { id }', { waybillId: waybill.id, signedName: '王联络' })
  }
  await dispatcher.run('closeIncident', 'CloseIncidentInput', 'incident { id }', { incidentId: incident.id, revision: node.revision })
})
