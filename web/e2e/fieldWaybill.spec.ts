// A waybill at its destination: the liaison officer signs for it on the phone.
import { expect, test } from '@playwright/test'
import { Api, openPhone, scan, tapDigits } from './phone.ts'

test('the liaison officer signs for a waybill: one line short and damaged, the others in full', async ({ page, playwright, baseURL }) => {
  const dispatcher = await Api.as(playwright, baseURL, 'dispatcher')
  const { scenarios, organisations } = await dispatcher.ask<{ scenarios: { code: string }[]; organisations: { nodes: { id: string; code: string }[] } }>('{ scenarios { code } organisations(first: 250) { nodes { id code } } }')
  const town = organisations.nodes.find((organisation) => organisation.code === '120111100')!
  // A small incident, so that other specs find the stock that they count on.
  const { incident } = await dispatcher.run<{ incident: { id: string } }>('openIncident', 'OpenIncidentInput', 'incident { id }', { scenarioCode: scenarios[0]!.code, level: 'IV', townId: town.id, peopleAffected: 20, works: false })
  // More than lies there already, so that something must be carried, however often the specs have run.
  const asked = (await dispatcher.onHand('S-100-1', 'XQ-LR-0018')) + 40
  await dispatcher.run('addNeed', 'AddNeedInput', 'incident { id }', { incidentId: incident.id, siteId: await dispatcher.site('S-100-1'), itemId: await dispatcher.item('XQ-LR-0018'), quantity: String(asked) })
  const { allocation } = await dispatcher.run<{ allocation: { id: string; revision: number } }>('proposeAllocation', 'ProposeAllocationInput', 'allocation { id revision }', { incidentId: incident.id })
  await dispatcher.run('approveAllocation', 'ApproveAllocationInput', 'allocation { id }', { allocationId: allocation.id, revision: allocation.revision })
  const { trips } = await dispatcher.run<{ trips: { id: string; revision: number }[] }>('planTrips', 'PlanTripsInput', 'trips { id revision }', { allocationId: allocation.id })
  type Waybill = { id: string; number: string; lines: { lineNo: number; sent: string; item: { id: string; nameZh: string; unitZh: string }; lot: { lotNo: string } }[] }
  const waybills: Waybill[] = []
  for (const { id, revision } of trips) {
    const { trip } = await dispatcher.run<{ trip: { waybills: Waybill[] } }>('dispatchTrip', 'TripInput', 'trip { waybills { id number lines { lineNo sent item { id nameZh unitZh } lot { lotNo } } } }', { tripId: id, revision })
    waybills.push(...trip.waybills)
  }
  const enough = (row: Waybill['lines'][number]) => Number(row.sent) >= 5
  const waybill = waybills.find((one) => one.lines.some(enough))!
  const line = waybill.lines.find(enough)!

  // The packs of that line carry a number of their own for this run.
  const admin = await Api.as(playwright, baseURL, 'admin')
  const body = `0690444${String(Date.now()).slice(-6)}`
  const gtin = body + String((10 - ([...body].reverse().reduce((so, digit, index) => so + Number(digit) * (index % 2 === 0 ? 3 : 1), 0) % 10)) % 10)
  await admin.run('linkGtin', 'LinkGtinInput', 'item { id }', { gtin, itemId: line.item.id, factor: '2', levelName: '捆' })

  await openPhone(page, 'liaison-zhongbei')
  await expect(page.getByText(`待签运单 ${waybill.number}`)).toBeVisible()
  await scan(page, waybill.number)
  await expect(page.getByRole('button', { name: '全部收到' })).toBeEnabled()
  // Counted in by scans: a pack, another, and what is not of this waybill in red; then the figure is given by hand.
  await scan(page, `01${gtin}10${line.lot.lotNo}`)
  await expect(page.getByText(`已扫 2 ${line.item.unitZh}`)).toBeVisible()
  await scan(page, `01${gtin}17${'491231'}10${line.lot.lotNo}`)
  await expect(page.getByRole('alert')).toContainText('有效期对不上')
  await scan(page, `01${gtin}10NOT-THIS`)
  await expect(page.getByRole('alert')).toContainText('扫错了：不是这一批')
  await expect(page.getByRole('alert')).toContainText('扫到：NOT-THIS')
  await scan(page, 'XQ-FC-0052')
  await expect(page.getByRole('alert')).toContainText(`应为：${waybill.number}`)
  await scan(page, `01${gtin}10${line.lot.lotNo}`)
  await expect(page.getByText(`已扫 4 ${line.item.unitZh}`)).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await admin.run('unlinkGtin', 'UnlinkGtinInput', 'item { id }', { gtin })
  await page.getByRole('button', { name: /^清点/ }).nth(waybill.lines.indexOf(line)).click()
  await page.getByRole('button', { name: '与应收相符' }).click()
  await page.getByRole('button', { name: /^清点/ }).nth(waybill.lines.indexOf(line)).click()
  await tapDigits(page, '2')
  await page.getByLabel('破损').first().check({ force: true })
  await tapDigits(page, '1')
  await page.getByLabel('途中丢失').check({ force: true })
  await expect(page.getByText(`完好 ${(Number(line.sent) - 3).toLocaleString('en')} ${line.item.unitZh}`)).toBeVisible()
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText('短少 2，破损 1')).toBeVisible()
  await page.getByRole('button', { name: '按实收确认' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  const { node } = await dispatcher.ask<{ node: { state: string; signedName: string; lines: { lineNo: number; short: string; damaged: string; reason: string }[] } }>(
    'query($id: ID!) { node(id: $id) { ... on Waybill { state signedName lines { lineNo short damaged reason } } } }', { id: waybill.id })
  expect(node).toMatchObject({ state: 'SIGNED', signedName: '中北联络员' })
  expect(node.lines.filter((row) => row.short !== '0' || row.damaged !== '0')).toEqual([{ lineNo: line.lineNo, short: '2', damaged: '1', reason: 'LOST_ON_WAY' }])
})
