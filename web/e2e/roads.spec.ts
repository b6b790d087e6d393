// Roads: a server of its own with a real road graph, the demonstration's district laid over it. Trips are drawn along the roads they
// drive; a road is closed on the board, the trips that pass it are planned anew, and it is opened again.
import { expect, test, type Page } from '@playwright/test'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { api, as, choose, inLanguage, password, show, violations } from './desk.ts'

test.describe.configure({ mode: 'serial' })

const web = fileURLToPath(new URL('..', import.meta.url))
const port = Number(process.env['E2E_PORT'] ?? '18080') + 1
const address = `http://127.0.0.1:${port}`
const data = `${web}test-results/roads-data`
const shots = process.env['SHOTS']
test.use({ baseURL: address })

let server: ChildProcess | undefined
let incident = ''
let allocation = ''

const keys = { n: 0 }
type Errors = { userErrors: { code: string }[] }
async function write<P extends object>(page: Page, field: string, input: string, selection: string, values: Record<string, unknown>): Promise<P> {
  const answer = await api<Record<string, P & Errors>>(page, `mutation($input: ${input}!) { ${field}(input: $input) { ${selection} userErrors { code } } }`, { input: { requestKey: `e2e-roads-${field}-${keys.n++}`, ...values } })
  expect(answer[field]!.userErrors).toEqual([])
  return answer[field]!
}

type Stop = { legMetres: number; legLine: string | null; site: { id: string; latitude: string; longitude: string } }
type Trip = { id: string; number: string; state: string; revision: number; vehicle: { id: string; plate: string }; closures: { id: string }[]; stops: Stop[] }
const readTrips = async (page: Page) => (await api<{ trips: { nodes: Trip[] } }>(page, 'query($i: ID) { trips(incidentId: $i, openOnly: true, first: 250) { nodes { id number state revision vehicle { id plate } closures { id } stops { legMetres legLine site { id latitude longitude } } } } }', { i: incident })).trips.nodes
const picture = async (page: Page, name: string) => { if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true }) }

/** The middle of an encoded line, read here by the description of the format. */
function middleOf(text: string): [longitude: number, latitude: number] {
  const steps: number[] = []
  for (let i = 0, value = 0, shift = 0; i < text.length; i++) {
    const piece = text.charCodeAt(i) - 63
    value += (piece & 31) * 2 ** shift
    shift += 5
    if (piece >= 32) continue
    steps.push(value % 2 ? -(value + 1) / 2 : value / 2)
    value = shift = 0
  }
  const points: [number, number][] = []
  for (let i = 0, latitude = 0, longitude = 0; i + 1 < steps.length; i += 2) {
    latitude += steps[i]!
    longitude += steps[i + 1]!
    points.push([longitude / 1e5, latitude / 1e5])
  }
  return points[Math.floor(points.length / 2)]!
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  execFileSync('../bin/changping', ['roads', 'build', '--data-dir', data, '../fixtures/roads/liechtenstein-latest.osm.pbf'], { cwd: web, stdio: 'ignore' })
  server = spawn('../bin/changping', ['serve', '--demo', '--listen', `127.0.0.1:${port}`, '--data-dir', data], { cwd: web, stdio: 'ignore', env: { ...process.env, CHANGPING_DEMO_PASSWORD: password } })
  await expect.poll(() => fetch(`${address}/readyz`).then((answer) => answer.ok, () => false), { timeout: 120_000 }).toBe(true)
  expect(server.exitCode).toBeNull() // it is ours that answers
  execFileSync('go', ['run', './e2e/lay', data], { cwd: web, stdio: 'inherit' })
})

test.afterAll(async () => {
  if (!server || server.exitCode !== null) return
  const ended = new Promise((resolve) => server!.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
})

test('draws trips along the roads they drive, and says whose roads they are', async ({ page }) => {
  await as(page, 'dispatcher')
  type Town = { id: string; code: string }
  const towns = (await api<{ organisations: { nodes: Town[] } }>(page, '{ organisations(first: 250) { nodes { id code } } }')).organisations.nodes
  const opened = await write<{ incident: { id: string } }>(page, 'openIncident', 'OpenIncidentInput', 'incident { id }', { scenarioCode: 'RF', level: 'II', townId: towns.find((town) => town.code === '120111102')!.id, peopleAffected: 1500, coverDays: 1 })
  incident = opened.incident.id
  const proposed = await write<{ allocation: { id: string } }>(page, 'proposeAllocation', 'ProposeAllocationInput', 'allocation { id }', { incidentId: incident })
  allocation = proposed.allocation.id
  await write(page, 'approveAllocation', 'ApproveAllocationInput', 'allocation { id }', { allocationId: allocation, revision: 1 })
  await write(page, 'planTrips', 'PlanTripsInput', 'trips { id }', { allocationId: allocation })
  const trips = await readTrips(page)
  expect(trips.length).toBeGreaterThan(0)
  expect(trips.flatMap((trip) => trip.stops).every((stop) => stop.legLine !== null)).toBe(true)

  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, `/incidents/${incident}?view=trips`)
  const legend = page.getByRole('group', { name: /^图例/ })
  await expect(legend).toContainText('待发车')
  await expect(legend).not.toContainText('直线估算')
  await expect(page.getByText('© OpenStreetMap')).toBeVisible()
  await expect(page.locator('.trip').first()).not.toContainText('直线估算')
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await picture(page, 'incident-1366')
})

test('closes a road on the board: what is missing is named, a point off every road is refused in words', async ({ page }) => {
  await as(page, 'dispatcher')
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, '/board')
  const list = page.getByRole('region', { name: '道路封闭', exact: true })
  await expect(list).toContainText('当前没有封闭的道路')
  await expect(page.getByRole('region', { name: '途经封闭路段' })).toHaveCount(0)
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await list.getByRole('button', { name: '登记封闭' }).click()
  const panel = page.getByRole('region', { name: '登记道路封闭' })
  await panel.getByRole('button', { name: '封闭', exact: true }).click()
  await expect(panel.getByText('请在地图上标至少 1 个点')).toBeVisible()
  await expect(panel.getByText('请写明路名或位置，最多 100 字')).toBeVisible()

  // Two points tell how places lie on the canvas; they are marked by the mouse, and by the button for the keyboard.
  const canvas = page.locator('.map-canvas')
  const box = (await canvas.boundingBox())!
  const marked = () => page.evaluate(() => (JSON.parse(localStorage.getItem('changping.draft.closure') ?? '{}') as { points?: [number, number][] }).points ?? [])
  await canvas.click({ position: { x: 120, y: 60 } })
  await expect(panel.getByText('已标 1 点')).toBeVisible()
  await page.getByRole('button', { name: '在十字处标点' }).click()
  await expect(panel.getByText('已标 2 点')).toBeVisible()
  const [corner, centre] = await marked() as [[number, number], [number, number]]
  const north = (latitude: number) => Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360))
  const pixel = ([longitude, latitude]: [number, number]) => ({
    x: 120 + ((longitude - corner[0]) / (centre[0] - corner[0])) * (box.width / 2 - 120),
    y: 60 + ((north(latitude) - north(corner[1])) / (north(centre[1]) - north(corner[1]))) * (box.height / 2 - 60),
  })
  // The longest leg, where it is half driven.
  const longest = (await readTrips(page)).flatMap((trip) => trip.stops).reduce((a, b) => (b.legMetres > a.legMetres ? b : a))
  const target = middleOf(longest.legLine!)
  const at = pixel(target)
  await panel.getByRole('button', { name: '清除标点' }).click()
  await canvas.click({ position: at })
  await expect(panel.getByText('已标 1 点')).toBeVisible()
  const [point] = await marked()
  expect(Math.hypot((point![0] - target[0]) * 75_000, (point![1] - target[1]) * 111_000)).toBeLessThan(80) // metres
  await panel.getByLabel('路名或位置').fill('堤南公路桥段')
  await picture(page, 'board-marking-1366')

  // Far from every road, the server refuses, and nothing that was typed is lost.
  await page.evaluate(() => {
    const draft = JSON.parse(localStorage.getItem('changping.draft.closure')!) as object
    localStorage.setItem('changping.draft.closure', JSON.stringify({ ...draft, points: [[117, 39]] }))
  })
  await panel.getByRole('button', { name: '取消' }).click()
  await list.getByRole('button', { name: '登记封闭' }).click()
  await panel.getByRole('button', { name: '封闭', exact: true }).click()
  await expect(panel.getByText('所标点附近没有道路，请标在路上。')).toBeVisible()
  await expect(panel.getByLabel('路名或位置')).toHaveValue('堤南公路桥段')
  await panel.getByRole('button', { name: '撤销上一点' }).click()
  await canvas.click({ position: at })
  await expect(panel.getByText('已标 1 点')).toBeVisible()
  // Ant Design lets the sign of the write that was refused linger in the button's name.
  await panel.getByRole('button', { name: /封闭$/ }).click()
  await expect(panel).toBeHidden()
  const row = list.getByRole('listitem').filter({ hasText: '堤南公路桥段' })
  await expect(row).toContainText('积水')
  await expect(row).toContainText('未定恢复时间')
  await expect(row).toContainText('登记')
})

test('tells the names of the roads that a closure closes, while it is marked and afterwards', async ({ page }) => {
  await as(page, 'dispatcher')
  // Not every road has a name: the first one on the way of a trip that has.
  let [road, longitude, latitude] = ['', 0, 0]
  for (const stop of (await readTrips(page)).flatMap((trip) => trip.stops)) {
    ;[longitude, latitude] = middleOf(stop.legLine!)
    road = (await api<{ roadNames: string[] }>(page, 'query($p: [GeoPointInput!]!) { roadNames(shape: ALONG, points: $p) }', { p: [{ latitude, longitude }] })).roadNames[0] ?? ''
    if (road !== '') break
  }
  expect(road).not.toBe('')
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, '/board')
  await page.evaluate((points) => localStorage.setItem('changping.draft.closure', JSON.stringify({ points })), [[longitude, latitude]])
  const list = page.getByRole('region', { name: '道路封闭', exact: true })
  await list.getByRole('button', { name: '登记封闭' }).click()
  const panel = page.getByRole('region', { name: '登记道路封闭' })
  await expect(panel).toContainText(`涉及道路：${road}`)
  await panel.getByRole('button', { name: `填入“${road}”` }).click()
  await expect(panel.getByLabel('路名或位置')).toHaveValue(road)
  await picture(page, 'board-names-1366')
  await panel.getByRole('button', { name: /封闭$/ }).click()
  await expect(panel).toBeHidden()
  const row = list.getByRole('listitem').filter({ has: page.getByRole('button', { name: `恢复通行 ${road}`, exact: true }) })
  await expect(row).toContainText(`涉及道路：${road}`)
  await row.getByRole('button', { name: `恢复通行 ${road}` }).click()
  await page.getByRole('button', { name: '恢复通行', exact: true }).last().click()
  await expect(row).toHaveCount(0)
})

test('plans anew the trips that pass the closure', async ({ page }) => {
  await as(page, 'dispatcher')
  const barred = (await readTrips(page)).filter((trip) => trip.closures.length > 0)
  expect(barred.length).toBeGreaterThan(0)
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, `/incidents/${incident}?view=trips`)
  const card = page.locator('.trip').filter({ hasText: barred[0]!.number })
  await expect(card).toContainText('途经封闭路段：堤南公路桥段')
  await expect(card.getByRole('button', { name: `重新排车 ${barred[0]!.number}` })).toBeVisible()
  await expect(page.getByRole('group', { name: /^图例/ })).toContainText('道路封闭')
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await picture(page, 'incident-barred-1366')

  await show(page, '/board')
  const region = page.getByRole('region', { name: '途经封闭路段' })
  await expect(region.getByRole('listitem')).toHaveCount(barred.length)
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await picture(page, 'board-barred-1366')
  // What would come in their place, and what of it is cancelled; a look changes nothing.
  await region.getByRole('button', { name: '先看方案' }).click()
  const rehearsed = page.getByRole('dialog').getByRole('region', { name: '试排方案' })
  await expect(rehearsed).toContainText('将取消并由新车次代替：', { timeout: 30_000 })
  for (const trip of barred) await expect(rehearsed).toContainText(trip.number)
  await expect(rehearsed).not.toContainText('途经封闭路段：')
  expect(await violations(page)).toEqual([])
  await picture(page, 'board-rehearsed-1366')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'board-rehearsed-390')
  await page.setViewportSize({ width: 1366, height: 844 })
  expect((await readTrips(page)).filter((trip) => trip.closures.length > 0).map((trip) => trip.number)).toEqual(barred.map((trip) => trip.number))
  await rehearsed.getByRole('button', { name: '收起方案' }).click()
  await expect(rehearsed).toBeHidden()
  await region.getByRole('button', { name: /重新排车/ }).click()
  await expect(region.getByText(/^已重新排车/)).toBeVisible({ timeout: 30_000 })
  await expect(region.getByRole('listitem')).toHaveCount(0)
  const after = await readTrips(page)
  expect(after.filter((trip) => trip.closures.length > 0)).toEqual([])
  expect(after.some((trip) => trip.number === barred[0]!.number)).toBe(false)
  expect(after.flatMap((trip) => trip.stops).every((stop) => stop.legLine !== null)).toBe(true)
})

test('reroutes a trip under way that a new closure bars, and says when it is there', async ({ page }) => {
  await as(page, 'dispatcher')
  const longest = (trip: Trip) => trip.stops.reduce((a, b) => (b.legMetres > a.legMetres ? b : a))
  const trip = (await readTrips(page)).reduce((a, b) => (longest(b).legMetres > longest(a).legMetres ? b : a))
  const leg = trip.stops.indexOf(longest(trip))
  await write(page, 'dispatchTrip', 'TripInput', 'trip { id }', { tripId: trip.id, revision: trip.revision })
  const [longitude, latitude] = middleOf(trip.stops[leg]!.legLine!)
  const closed = await write<{ closure: { id: string } }>(page, 'closeRoad', 'CloseRoadInput', 'closure { id }', { reason: 'COLLAPSED', note: '第六埠桥头', shape: 'ALONG', points: [{ latitude, longitude }] })

  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, '/board')
  const region = page.getByRole('region', { name: '途经封闭路段' })
  const row = region.getByRole('listitem').filter({ hasText: trip.number })
  await expect(row).toContainText('第六埠桥头')
  await expect(row).toContainText('已在途：改道后请通知驾驶员')
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await picture(page, 'board-under-way-1366')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'board-under-way-390')
  expect(await violations(page)).toEqual([])
  await row.getByRole('button', { name: `改道 ${trip.number}` }).click()
  await expect(region.getByText(`${trip.number} 已改道，各站都在时限内。请通知驾驶员。`)).toBeVisible({ timeout: 30_000 })
  await expect(row).toHaveCount(0)
  await picture(page, 'board-rerouted-390')
  const after = (await readTrips(page)).find((one) => one.id === trip.id)!
  expect(after.closures).toEqual([])
  expect(after.stops[leg]!.legLine).not.toBe(trip.stops[leg]!.legLine)
  expect(after.stops.map((stop) => stop.site.id)).toEqual(trip.stops.map((stop) => stop.site.id))
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, `/incidents/${incident}?view=trips`)
  await expect(page.locator('.trip').filter({ hasText: trip.number })).toContainText('已改道')
  await picture(page, 'incident-rerouted-1366')

  // Cut off, it stays as it is, and the board says which stop cannot be reached; open again, it has its old way back.
  await write(page, 'openRoad', 'OpenRoadInput', 'closure { id }', { closureId: closed.closure.id })
  const last = after.stops.at(-1)!
  const [east, north] = [Number(last.site.longitude), Number(last.site.latitude)]
  const area = [[-1e-4, -1e-4], [-1e-4, 1e-4], [1e-4, 0]].map(([up, right]) => ({ latitude: north + up!, longitude: east + right! }))
  const flooded = await write<{ closure: { id: string } }>(page, 'closeRoad', 'CloseRoadInput', 'closure { id }', { reason: 'FLOODED', note: '安置点被淹', shape: 'AREA', points: area })
  await show(page, `/incidents/${incident}?view=trips`)
  const card = page.locator('.trip').filter({ hasText: trip.number })
  await card.getByRole('button', { name: `改道 ${trip.number}` }).click()
  await expect(card.getByRole('alert')).toContainText(`去第 ${after.stops.findIndex((stop) => stop.site.id === last.site.id) + 1} 站的路都已封闭`)
  await write(page, 'openRoad', 'OpenRoadInput', 'closure { id }', { closureId: flooded.closure.id })
  await write(page, 'rerouteTrip', 'TripInput', 'trip { id }', { tripId: trip.id, revision: after.revision })
  const back = (await readTrips(page)).find((one) => one.id === trip.id)!
  expect(back.stops.map((stop) => stop.legMetres)).toEqual(trip.stops.map((stop) => stop.legMetres))
})

test('reroutes a trip from where its vehicle is said to be: typed, off the map, on the map, at a stop', async ({ page }) => {
  await as(page, 'dispatcher')
  const trip = (await readTrips(page)).find((one) => one.state === 'DISPATCHED')!
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, `/incidents/${incident}?view=trips`)
  const card = page.locator('.trip').filter({ hasText: trip.number })
  const place = card.getByRole('group', { name: '车辆位置' })
  await expect(place).toContainText('车辆位置按计划推算')
  await card.getByRole('button', { name: `报位置 ${trip.number}` }).click()
  await place.getByRole('button', { name: '只记位置' }).click()
  await expect(place.getByRole('alert')).toContainText('请在地图上点出位置')
  await place.getByLabel('纬度').fill('39.1')
  await place.getByLabel('经度').fill('117.0')
  await place.getByRole('button', { name: /从此处改道/ }).click()
  await expect(place.getByRole('alert')).toContainText('此位置不在路网范围内')
  // A click on the map beside fills in the degrees.
  await page.locator('.map-canvas[data-drawn]').waitFor()
  await page.locator('.map-canvas').click({ position: { x: 200, y: 150 } })
  await expect(place.getByLabel('纬度')).not.toHaveValue('39.1')
  const [longitude, latitude] = middleOf(trip.stops[0]!.legLine!)
  await place.getByLabel('纬度').fill(latitude.toFixed(6))
  await place.getByLabel('经度').fill(longitude.toFixed(6))
  await picture(page, 'place-1366')
  expect(await violations(page)).toEqual([])
  await place.getByRole('button', { name: /从此处改道/ }).click()
  await expect(place.getByText(new RegExp(`^${trip.number} 已改道`))).toBeVisible({ timeout: 30_000 })
  await expect(place).toContainText(`北纬 ${latitude.toFixed(4)}，东经 ${longitude.toFixed(4)}`)
  await expect(page.locator('.map-list, .map-frame').first()).toContainText(`北纬 ${latitude.toFixed(4)}`)
  await picture(page, 'placed-1366')
  // At a stop, kept only: the trip stays as it is.
  const before = (await readTrips(page)).find((one) => one.id === trip.id)!
  await card.getByRole('button', { name: `报位置 ${trip.number}` }).click()
  await place.getByText('在停靠点').click()
  await place.getByRole('combobox', { name: '停靠点' }).click()
  await page.getByTitle(/^1 /).last().click()
  await place.getByRole('button', { name: '只记位置' }).click()
  await expect(place).toContainText(/报：在第 1 站/)
  expect((await readTrips(page)).find((one) => one.id === trip.id)!.revision).toBe(before.revision)
  // A carrier tells it of its own vehicles on the page of trips, and reroutes nothing.
  await page.setViewportSize({ width: 390, height: 844 })
  await as(page, 'carrier')
  await show(page, '/trips')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await expect(page.getByRole('button', { name: /从此处改道/ })).toHaveCount(0)
})

test('closes a road by its name: found, cut between two others, drawn, and opened again', async ({ page }) => {
  await as(page, 'dispatcher')
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, '/board')
  const list = page.getByRole('region', { name: '道路封闭', exact: true })
  await list.getByRole('button', { name: '登记封闭' }).click()
  const panel = page.getByRole('region', { name: '登记道路封闭' })
  await panel.getByText('按路名').click()
  await panel.getByRole('button', { name: /封闭$/ }).click()
  await expect(panel.getByText('请查找并选定一条路')).toBeVisible()
  await panel.getByLabel(/^路名(?!或)/).fill('没有这条路')
  await panel.getByRole('button', { name: /查\s?找$/ }).click()
  await expect(panel.getByText('路网中没有“没有这条路”')).toBeVisible()
  await panel.getByLabel(/^路名(?!或)/).fill('bergstr')
  await panel.getByLabel(/^路名(?!或)/).press('Enter')
  await expect(panel.getByRole('group', { name: '有几条路含这几个字' }).getByRole('button')).not.toHaveCount(1)
  await panel.getByRole('button', { name: /^Bergstrasse/ }).click()
  await expect(panel.getByText(/^“Bergstrasse”共/)).toBeVisible()
  await expect(panel.getByLabel('路名或位置')).toHaveValue('Bergstrasse')
  await choose(page, /^从与此路相交处起/, 'Landstrasse')
  await choose(page, /^到与此路相交处止/, 'Meierhofstrasse')
  await expect(panel.getByLabel('路名或位置')).toHaveValue('Bergstrasse（Landstrasse至Meierhofstrasse）')
  await picture(page, 'board-by-name-1366')
  expect(await violations(page)).toEqual([])
  await panel.getByRole('button', { name: /封闭$/ }).last().click()
  await expect(panel).toBeHidden()
  const row = list.getByRole('listitem').filter({ hasText: 'Bergstrasse（Landstrasse至Meierhofstrasse）' })
  await expect(row).toContainText('按路名')
  await expect(row).toContainText('涉及道路：Bergstrasse')
  await row.getByRole('button', { name: /^恢复通行/ }).click()
  await page.getByRole('button', { name: '恢复通行', exact: true }).last().click()
  await expect(row).toHaveCount(0)
})

test('sends vehicles on a green-lane pass through what is closed to the public', async ({ page }) => {
  await as(page, 'dispatcher')
  const trip = (await readTrips(page)).filter((one) => one.state === 'PLANNED').reduce((a, b) => (b.stops.length > a.stops.length ? b : a))
  const first = trip.stops.reduce((a, b) => (b.legMetres > a.legMetres ? b : a))
  const [longitude, latitude] = middleOf(first.legLine!)
  const closed = await write<{ closure: { id: string } }>(page, 'closeRoad', 'CloseRoadInput', 'closure { id }', { reason: 'TRAFFIC_CONTROL', note: '交通管制段', passesGo: true, shape: 'ALONG', points: [{ latitude, longitude }] })
  await page.setViewportSize({ width: 1366, height: 844 })
  await show(page, `/incidents/${incident}?view=trips`)
  const card = page.locator('.trip').filter({ hasText: trip.number })
  await expect(card).toContainText('途经封闭路段：交通管制段')
  await page.getByText('绿色通道通行证（0）').click()
  await page.getByLabel('持证车辆').fill(trip.vehicle.plate)
  await page.getByTitle(new RegExp(trip.vehicle.plate)).first().click()
  await page.getByLabel('持证车辆').press('Escape')
  await picture(page, 'passes-1366')
  await page.getByRole('button', { name: '保存通行证' }).click()
  await expect(page.getByText('绿色通道通行证（1）')).toBeVisible()
  await expect(card).not.toContainText('途经封闭路段')
  await expect(card.getByText('绿色通道', { exact: true })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await picture(page, 'passes-390')
  await write(page, 'changeGreenLanePasses', 'ChangeGreenLanePassesInput', 'incident { id }', { incidentId: incident, given: [], withdrawn: [trip.vehicle.id] })
  await write(page, 'openRoad', 'OpenRoadInput', 'closure { id }', { closureId: closed.closure.id })
})

for (const [language, width] of [['zh', 1366], ['zh', 390], ['en', 390]] as const)
  test(`axe finds nothing on the board while a road is closed: ${language} at ${width}`, async ({ page, context }) => {
    await inLanguage(context, language)
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await as(page, 'dispatcher')
    await show(page, '/board')
    await page.locator('[data-closure]').waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `board-${language}-${width}`)
    await page.getByRole('button', { name: language === 'zh' ? '登记封闭' : 'Close a road' }).click()
    await page.getByRole('button', { name: language === 'zh' ? '封闭' : 'Close it', exact: true }).click()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await picture(page, `board-form-${language}-${width}`)
  })

test('opens the road again after asking', async ({ page }) => {
  await as(page, 'dispatcher')
  await show(page, '/board')
  await page.getByRole('button', { name: '恢复通行 堤南公路桥段' }).click()
  await page.getByRole('button', { name: '恢复通行', exact: true }).last().click()
  await expect(page.getByRole('region', { name: '道路封闭', exact: true })).toContainText('当前没有封闭的道路')
  // Who may not close roads sees them and has no buttons.
  await as(page, 'liaison-xinkou')
  await show(page, '/board')
  await expect(page.getByRole('region', { name: '道路封闭', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '登记封闭' })).toHaveCount(0)
})
