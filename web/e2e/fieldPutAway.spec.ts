// Bins on the phone: what arrives by a transfer is counted in by scans and put into a bin; a rule of storage that refused is overridden from
// the tray; goods of one's own are moved into a bin of the other site.
import { expect, test, type Page } from '@playwright/test'
import { violations } from './desk.ts'
import { Api, openPhone, pickItem, scan, stockRead, tapDigits, tile } from './phone.ts'

test.describe.configure({ mode: 'serial' })

const blanket = 'XQ-LR-0018'

async function look(page: Page, name: string): Promise<void> {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/phone-${name}.png`, fullPage: true })
  await expect.poll(() => violations(page), { message: name }).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBeLessThanOrEqual(0)
}

type Moved = { document: { id: string; number: string; movements: { quantity: string; lot: { id: string; lotNo: string } }[] } }
const moved = 'document { id number movements { quantity lot { id lotNo } } }'

async function lies(api: Api, bin: string, lotId: string): Promise<number> {
  const { binContents } = await api.ask<{ binContents: { bin: { id: string }; contents: { onHand: string; lot: { id: string } }[] } }>('query($s: ID!, $c: String!) { binContents(siteId: $s, code: $c) { bin { id } contents { onHand lot { id } } } }', { s: await api.site('D01'), c: bin })
  return binContents.contents.filter((row) => row.lot.id === lotId).reduce((sum, row) => sum + Number(row.onHand), 0)
}
async function binId(api: Api, code: string): Promise<string> {
  const { binContents } = await api.ask<{ binContents: { bin: { id: string } } }>('query($s: ID!, $c: String!) { binContents(siteId: $s, code: $c) { bin { id } } }', { s: await api.site('D01'), c: code })
  return binContents.bin.id
}

test('a transfer is counted in by its labels and put into a bin; the rule that refuses is overridden with a reason, from the tray', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const other = await Api.as(playwright, baseURL, 'keeper-xinkou')
  const [itemId, depot, town] = [await keeper.item(blanket), await keeper.site('D01'), await keeper.site('T-102')]
  const { document } = await other.run<Moved>('transferGoods', 'TransferGoodsInput', moved, { siteId: town, toSiteId: depot, lines: [{ itemId, quantity: '2' }] })
  const lot = document.movements[0]!.lot
  await openPhone(page, 'keeper')
  await stockRead(page)
  await page.goto(`/m/arrivals/transfer/${document.id}`)
  await expect(page.getByRole('heading', { name: `收调拨 ${document.number}` })).toBeVisible()
  await scan(page, `10NOT-THIS`)
  await expect(page.getByRole('alert')).toContainText(document.number)
  await look(page, 'arrival-wrong')
  const choose = page.getByRole('button', { name: /^选货位/ }).first()
  await choose.click()
  await expect(page.getByRole('list', { name: '建议' })).toBeVisible()
  await look(page, 'bin-step')
  await scan(page, 'NO-SUCH-BIN')
  await expect(page.getByRole('alert')).toContainText('这里要货位码')
  await page.getByRole('searchbox').fill('h3')
  await page.getByRole('list', { name: '货位' }).getByRole('button', { name: 'H3' }).click()
  await expect(page.getByRole('button', { name: /^货位 H3/ })).toBeVisible()
  await look(page, 'arrival-bin')
  await page.getByRole('button', { name: '全部收到' }).click()
  await expect(page.getByText(/须存于.*危险品专库/)).toBeVisible()
  await page.locator('a.main-button').click()
  await page.getByRole('button', { name: '改数重提' }).or(page.getByRole('link', { name: '改数重提' })).first().click()
  await page.getByLabel('临时腾位').check({ force: true })
  await look(page, 'arrival-override')
  await page.getByRole('button', { name: '全部收到' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await lies(keeper, 'H3', lot.id)).toBe(Number(document.movements[0]!.quantity))
  const back = await keeper.run<Moved>('transferGoods', 'TransferGoodsInput', moved, { siteId: depot, toSiteId: town, lines: [{ itemId, lotId: lot.id, quantity: document.movements[0]!.quantity, fromBinId: await binId(keeper, 'H3') }] })
  await other.run('receiveTransfer', 'ReceiveTransferInput', 'document { id }', { documentId: back.document.id })
})

test('goods between one’s own sites are put into the bin that is proposed', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const [itemId, depot, second] = [await keeper.item(blanket), await keeper.site('D01'), await keeper.site('D02')]
  const { document } = await keeper.run<Moved>('transferGoods', 'TransferGoodsInput', moved, { siteId: depot, toSiteId: second, lines: [{ itemId, quantity: '2' }] })
  await page.addInitScript((site) => localStorage.setItem('changping.site', site), second)
  await openPhone(page, 'keeper')
  await stockRead(page)
  await tile(page, '调拨')
  await page.getByRole('list', { name: '我保管的储备点' }).getByRole('button', { name: /D01/ }).click()
  await pickItem(page, blanket, /毛毯/)
  await tapDigits(page, '2')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: /^选货位/ }).click()
  const proposed = page.getByRole('list', { name: '建议' }).getByRole('button')
  const code = (await proposed.locator('.code').innerText()).trim()
  await proposed.click()
  await expect(page.getByRole('button', { name: `货位 ${code}` })).toBeVisible()
  await look(page, 'transfer-bin')
  await page.getByRole('button', { name: '确认调拨' }).click()
  await expect(page.getByText('已入账')).toBeVisible()
  expect(await lies(keeper, code, document.movements[0]!.lot.id)).toBeGreaterThanOrEqual(1)
})

test('goods are moved from bin to bin: the bin opens by its label, the other one by its own, and all of the lot goes', async ({ page, playwright, baseURL }) => {
  const keeper = await Api.as(playwright, baseURL, 'keeper')
  const { bins } = await keeper.ask<{ bins: { nodes: { code: string; lots: number }[] } }>('query($s: ID!) { bins(siteId: $s, code: "A", first: 100) { nodes { code lots } } }', { s: await keeper.site('D01') })
  const from = bins.nodes.find((bin) => bin.lots > 0)!.code
  const to = bins.nodes.filter((bin) => bin.lots === 0).at(-1)!.code
  const { binContents } = await keeper.ask<{ binContents: { contents: { available: string; lot: { id: string; lotNo: string } }[] } }>('query($s: ID!, $c: String!) { binContents(siteId: $s, code: $c) { contents { available lot { id lotNo } } } }', { s: await keeper.site('D01'), c: from })
  const row = binContents.contents.find((one) => one.available !== '0')!
  await openPhone(page, 'keeper')
  await stockRead(page)
  const move = async (here: string, there: string, quantity: number) => {
    await page.goto(`/m/bins/${here}`)
    await page.getByRole('link', { name: new RegExp(`^移位 .*${row.lot.lotNo}$`) }).click()
    await expect(page.getByLabel('移多少？')).toHaveValue(row.available)
    await scan(page, here)
    await expect(page.getByRole('alert')).toContainText('就是这个货位')
    await scan(page, there)
    const go = page.getByRole('button', { name: `移到 ${there}` })
    await expect(go).toBeEnabled()
    await look(page, `move-${here === from ? 'out' : 'back'}`)
    await go.click()
    await expect(page.getByText('已入账')).toBeVisible()
    expect(await lies(keeper, there, row.lot.id)).toBe(quantity)
  }
  await move(from, to, Number(row.available))
  const before = await lies(keeper, from, row.lot.id)
  await move(to, from, before + Number(row.available)) // it lies as it did
})
