import { expect, test, type Page } from '@playwright/test'
import { api, as, inLanguage, password, show, violations } from './desk.ts'

const lotNo = (name: string) => `E2E-${name}-${Date.now().toString(36)}`

/** Chooses an item in a row of a form by what is typed. */
async function chooseItem(page: Page, row: number, typed: string, option: RegExp) {
  await page.getByRole('combobox', { name: `品种 第 ${row} 行` }).fill(typed)
  await page.getByTitle(option).click()
}

test.describe('signing in', () => {
  const form = (page: Page) => ({ account: page.getByLabel('账号'), password: page.getByLabel('密码', { exact: true }), send: page.getByRole('button', { name: '登录' }) })

  test('a wrong account and a wrong password are told in the same words; the right one returns to the deep link', async ({ page }) => {
    await page.goto('/stock?site=D01&view=lot')
    await expect(page).toHaveURL(/\/login\?to=/)
    await expect(page.getByText('演示数据，非真实储备')).toBeVisible()
    const { account, password: secret, send } = form(page)
    await send.click()
    await expect(page.getByRole('alert')).toHaveText('请填写账号和密码。')
    const told: string[] = []
    for (const who of ['keeper-xinkou', `nobody-${Date.now()}`]) {
      await account.fill(who)
      await secret.fill('not the password')
      await secret.press('Enter')
      await expect(page.getByRole('alert')).toHaveText(/账号或密码不对/)
      told.push((await page.getByRole('alert').textContent())!)
      await expect(secret).toHaveValue('')
    }
    expect(told[0]).toBe(told[1])
    await account.fill('keeper')
    await secret.fill(password)
    await secret.press('Enter')
    await expect(page).toHaveURL(/\/stock\?site=D01&view=lot$/)
    await expect(page.getByRole('heading', { level: 1, name: '库存台账' })).toBeVisible()
    await page.getByRole('button', { name: '退出' }).click()
    await expect(page).toHaveURL(/\/login$/)
    await page.goto('/stock')
    await expect(page).toHaveURL(/\/login\?to=/)
  })

  test('a lock-out tells the minutes', async ({ page }) => {
    await page.goto('/login')
    const { account, password: secret } = form(page)
    const who = `locked-${Date.now()}`
    for (let failures = 0; failures < 5; failures++) {
      await account.fill(who)
      await secret.fill(`wrong ${failures}`)
      await secret.press('Enter')
      await expect(secret).toHaveValue('')
      await expect(page.getByRole('alert')).toHaveText(/账号或密码不对/)
    }
    await secret.fill('wrong again')
    await secret.press('Enter')
    await expect(page.getByRole('alert')).toHaveText('登录失败次数过多，请 15 分钟后再试。')
  })

  test('an address of another site is not returned to', async ({ page }) => {
    await as(page, 'keeper')
    await page.goto('/login?to=//elsewhere.example/')
    await expect(page.getByRole('heading', { level: 1, name: '工作台' })).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/')
  })

  test('a session that ends keeps what was typed', async ({ page, context }) => {
    await as(page, 'keeper')
    await show(page, '/receive')
    await page.getByLabel('备注').fill('夜班收货')
    await chooseItem(page, 1, 'XQ-LR-0018', /XQ-LR-0018/)
    await page.getByLabel('数量 第 1 行').fill('12')
    await page.getByLabel('批号 第 1 行').fill('L-1')
    await page.getByLabel('有效期至 第 1 行').fill('2028-11-30')
    await context.clearCookies()
    await page.getByRole('button', { name: '过账' }).click()
    const dialog = page.getByRole('dialog', { name: '登录已过期' })
    await expect(dialog).toBeVisible()
    await expect(dialog.getByLabel('账号')).toHaveValue('keeper')
    await dialog.getByLabel('密码', { exact: true }).fill(password)
    await dialog.getByLabel('密码', { exact: true }).press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByLabel('备注')).toHaveValue('夜班收货')
    await expect(page.getByLabel('批号 第 1 行')).toHaveValue('L-1')
    await page.getByRole('button', { name: '清空' }).click()
    await expect(page.getByLabel('备注')).toHaveValue('')
  })
})

test.describe('a keeper', () => {
  test('receives by packs, finds it on the stock card, and reverses it', async ({ page }) => {
    const lot = lotNo('receipt')
    await as(page, 'keeper')
    await show(page, '/receive')
    await chooseItem(page, 1, 'pzyys', /瓶装饮用水500mL XQ-LR-0043/)
    await expect(page.getByLabel('数量 第 1 行')).toBeFocused()
    await page.getByLabel('数量 第 1 行').fill('５')
    await page.getByLabel('计量单位 第 1 行').selectOption('pack')
    await expect(page.getByText('= 120 瓶')).toBeVisible()
    await page.getByLabel('批号 第 1 行').fill(lot)
    await page.getByRole('button', { name: '过账' }).click()
    await expect(page.getByRole('alert')).toContainText('有效期')
    await page.getByLabel('有效期至 第 1 行').fill('2020-01-01')
    await page.getByRole('button', { name: '过账' }).click()
    await expect(page.getByRole('alert')).toContainText('第 1 行：有效期已过')
    await page.getByLabel('有效期至 第 1 行').fill('2027-10-31')
    await page.getByLabel('有效期至 第 1 行').press('Control+Enter')
    await expect(page.getByText(/RK-\d{8}-\d+ 已过账/)).toBeVisible()
    const receipt = page.url()
    await expect(page.getByRole('row').filter({ hasText: lot })).toContainText('120 瓶')

    await show(page, '/stock/card?site=D01&item=XQ-LR-0043')
    const line = page.getByRole('row').filter({ hasText: lot })
    await expect(line).toContainText('供应商')
    const balance = Number((await line.getByRole('cell').nth(5).innerText()).replace(/\D/g, ''))
    expect(balance).toBeGreaterThanOrEqual(120)

    await page.goto(receipt)
    await page.getByRole('button', { name: '冲销' }).click()
    await expect(page.getByRole('button', { name: '确认冲销' })).toBeDisabled()
    await page.getByLabel('冲销原因').fill('数量录错')
    await page.getByRole('button', { name: '确认冲销' }).click()
    await expect(page.getByRole('heading', { level: 1, name: /冲销单/ })).toBeVisible()
    await expect(page.getByText('已过账').first()).toBeVisible()
    await page.goto(receipt)
    await expect(page.getByText('已冲销', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: '冲销' })).toHaveCount(0)
  })

  test('pastes rows from a spreadsheet, leaves, and finds the draft again', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await as(page, 'keeper')
    await show(page, '/receive')
    await page.evaluate(() => navigator.clipboard.writeText('编码\t数量\t批号\t有效期\nXQ-LR-0018\t１２\tP-1\t2028年11月30日\nXQ-NO-9999\t3\tP-2\t2028-13-01'))
    await page.getByLabel('批号 第 1 行').focus()
    await page.keyboard.press('Control+V')
    await expect(page.getByText('已粘贴 2 行。')).toBeVisible()
    await expect(page.getByText('第 2 行：目录中没有编码 XQ-NO-9999。')).toBeVisible()
    await expect(page.getByText(/第 3 行：有效期至“2028-13-01”无法识别/)).toBeVisible()
    await expect(page.getByLabel('数量 第 1 行')).toHaveValue('12')
    await expect(page.getByLabel('有效期至 第 1 行')).toHaveValue('2028-11-30')
    await page.getByLabel('批号 第 1 行').press('Enter')
    await expect(page.getByLabel('批号 第 2 行')).toBeFocused()
    await page.getByLabel('批号 第 2 行').press('Enter')
    await expect(page.getByRole('combobox', { name: '品种 第 3 行' })).toBeFocused()
    await page.reload()
    await expect(page.getByText('已恢复上次未过账的内容。')).toBeVisible()
    await expect(page.getByLabel('批号 第 1 行')).toHaveValue('P-1')
    await page.getByRole('button', { name: '清空' }).click()
    await page.reload()
    await expect(page.getByLabel('批号 第 1 行')).toHaveValue('')
  })

  test('sends a transfer; the other keeper sees it waiting and receives it with a difference', async ({ page, browser }) => {
    await as(page, 'keeper')
    await show(page, '/transfer?site=D01&item=XQ-CP-0020')
    await page.getByRole('combobox', { name: '到储备点' }).fill('T-102')
    await page.getByTitle(/^T-102 /).click()
    await page.getByLabel('数量 第 1 行').fill('6')
    await expect(page.getByText(/取自.*6 /)).toBeVisible()
    await page.getByRole('button', { name: '过账' }).click()
    await expect(page.getByText(/已发出，等待对方收货/)).toBeVisible()
    const number = (await page.getByRole('heading', { level: 1 }).innerText()).split(' ').at(-1)!

    const other = await browser.newContext()
    const town = await other.newPage()
    await as(town, 'keeper-xinkou')
    await show(town, '/')
    await town.getByRole('link', { name: /待收货的调拨/ }).click()
    await town.getByRole('row').filter({ hasText: number }).getByRole('link', { name: '收货' }).click()
    await town.getByLabel(/^实收/).first().fill('7')
    await expect(town.getByText('请输入 0 至 6')).toBeVisible()
    await town.getByLabel(/^实收/).first().fill('5')
    await expect(town.getByRole('button', { name: '确认收货' })).toBeDisabled()
    await town.getByLabel('差异原因').fill('途中破损一包')
    await town.getByRole('button', { name: '确认收货' }).click()
    await expect(town.getByText(/已过账。如有差错/)).toBeVisible()
    await expect(town.getByRole('row').filter({ hasText: '损失' })).toContainText('1 ')
    await other.close()
  })

  test('sees what is to be rotated and completes a task that may go', async ({ page }) => {
    await as(page, 'keeper')
    await show(page, '/rotation')
    const ready = page.getByRole('row').filter({ hasText: '现可出库' }).filter({ has: page.getByRole('button', { name: '办结' }) })
    await expect(ready.first()).toBeVisible()
    const lot = await ready.first().getByRole('cell').nth(1).innerText()
    await ready.first().getByRole('button', { name: '办结' }).click()
    await page.getByLabel('去向').fill('日常训练使用')
    await page.getByRole('button', { name: '确认办结' }).click()
    await expect(page.getByText(/已办结，出库单 CK-/)).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: lot.split('\n').at(-1)! })).toHaveCount(0)
    await page.getByRole('link', { name: '查看出库单' }).click()
    await expect(page.getByRole('heading', { level: 1, name: /出库单/ })).toBeVisible()
  })
})

test('a partner’s covenant is refused with its numbers at the line, and nothing typed is lost', async ({ page }) => {
  await as(page, 'partner')
  await show(page, '/issue?site=E01-W&item=XQ-LR-0043')
  await page.getByLabel('数量 第 1 行').fill('50000')
  await page.getByRole('button', { name: '过账' }).click()
  const told = page.getByRole('alert')
  await expect(told).toContainText('最低库存为 48,000')
  await expect(told).toContainText('不能出 50,000')
  await expect(page.locator('.grid-line.wrong')).toContainText('48,000')
  await expect(page.getByLabel('数量 第 1 行')).toHaveValue('50000')
  await page.getByRole('button', { name: '清空' }).click()
  await show(page, '/minimums')
  await expect(page.getByRole('row').filter({ hasText: 'XQ-LR-0043' })).toContainText('48,000')
})

test('a dispatcher goes below a minimum for an open incident, with a reason, and the breach is listed', async ({ page }) => {
  await as(page, 'dispatcher')
  const { organisations } = await api<{ organisations: { nodes: { id: string; code: string }[] } }>(page, '{ organisations(first: 250) { nodes { id code } } }')
  const townId = organisations.nodes.find((one) => one.code === '120111450')!.id
  const { openIncident } = await api<{ openIncident: { incident: { id: string; revision: number; number: string } } }>(
    page, 'mutation($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id revision number } } }',
    { input: { requestKey: lotNo('incident'), scenarioCode: 'RF', level: 'IV', townId, peopleAffected: 10, name: '口罩应急（测试）', works: false } },
  )
  const { incident } = openIncident
  await show(page, `/issue?site=E04-W&item=XQ-MH-0001&incident=${incident.id}`)
  await page.getByLabel('数量 第 1 行').fill('60100')
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByRole('alert')).toContainText('最低库存为 60,000')
  await page.getByLabel('突破最低库存的原因').fill('疫情处置急需')
  await page.getByRole('button', { name: '过账' }).click()
  await expect(page.getByText(/已过账/).first()).toBeVisible()
  await show(page, '/breaches')
  const breach = page.getByRole('row').filter({ hasText: '疫情处置急需' })
  await expect(breach).toContainText('未补足')
  await expect(breach).toContainText(incident.number)
  await show(page, '/')
  await expect(page.getByRole('link', { name: '未补足的突破' })).toBeVisible()
  const { node } = await api<{ node: { revision: number } }>(page, 'query($id: ID!) { node(id: $id) { ... on Incident { revision } } }', { id: incident.id })
  await api(page, 'mutation($input: CloseIncidentInput!) { closeIncident(input: $input) { userErrors { code } } }', { input: { requestKey: lotNo('close'), incidentId: incident.id, revision: node.revision } })
})

test('a liaison officer sees the own town’s standing, and of another town nothing', async ({ page }) => {
  await as(page, 'liaison-xinkou')
  await show(page, '/standing')
  await expect(page.getByRole('heading', { level: 1, name: '储备定额 · 辛口镇' })).toBeVisible()
  await expect(page.getByText(/个品种有定额或下限，\d+ 个达标/)).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '低于定额' }).first()).toContainText('缺')
  await show(page, '/standing?organisation=120111100')
  await expect(page.getByText('没有找到，或不在您的权限范围内。').first()).toBeVisible()
  await show(page, '/standing?organisation=999')
  await expect(page.getByText('没有找到编码为 999 的单位，或不在您的权限范围内。')).toBeVisible()
})

test('an auditor reads everything, the trail of refusals too, and changes nothing', async ({ page }) => {
  const partner = await page.context().browser()!.newContext()
  const his = await partner.newPage()
  await as(his, 'partner')
  const { sites, itemByCode } = await api<{ sites: { nodes: { id: string; code: string }[] }; itemByCode: { id: string } }>(his, '{ sites(first: 250) { nodes { id code } } itemByCode(code: "XQ-LR-0043") { id } }')
  await api(his, 'mutation($input: IssueGoodsInput!) { issueGoods(input: $input) { userErrors { code } } }', {
    input: { requestKey: lotNo('refused'), siteId: sites.nodes.find((site) => site.code === 'E01-W')!.id, reason: 'CONSUMPTION', lines: [{ itemId: itemByCode.id, quantity: '49999' }] },
  })
  await partner.close()
  await as(page, 'auditor')
  await show(page, '/audit')
  const refused = page.getByRole('row').filter({ hasText: 'issueGoods' }).filter({ hasText: '49999' })
  await expect(refused).toContainText('被拒绝')
  await expect(refused).toContainText('partner')
  await expect(refused).toContainText('BELOW_MINIMUM')
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await expect(menu.getByRole('link', { name: '审计记录' })).toHaveAttribute('aria-current', 'page')
  await expect(menu.getByRole('link', { name: '入库' })).toHaveCount(0)
  await show(page, '/receive')
  await expect(page.getByRole('heading', { level: 1, name: '您的岗位不能查看此页' })).toBeVisible()
  await expect(page.getByText('stock.receive')).toBeVisible()
})

test.describe('every page', () => {
  test('speaks the language that was chosen, and remembers it', async ({ page }) => {
    await as(page, 'keeper')
    await show(page, '/stock')
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Stock ledger' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.reload()
    await expect(page.getByRole('columnheader', { name: 'Available' })).toBeVisible()
    await expect(page).toHaveTitle(/Stock ledger/)
    await page.getByRole('button', { name: '中文' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  })

  test('keeps the state of a list in its address, and tells what it does not understand', async ({ page }) => {
    await as(page, 'keeper')
    await show(page, '/stock?bogus=1&site=D02')
    await expect(page.getByText('网址中的以下参数无法识别，已忽略：bogus')).toBeVisible()
    await page.getByLabel('名称、编码、拼音').fill('XQ-LR-0043')
    await page.getByRole('button', { name: '查询' }).click()
    await expect(page).toHaveURL(/search=XQ-LR-0043/)
    await expect(page.getByRole('row')).toHaveCount(2)
    await page.getByRole('link', { name: /瓶装饮用水/ }).click()
    const drawer = page.getByRole('dialog', { name: /区级南库 瓶装饮用水/ })
    await expect(drawer.getByRole('link', { name: '库存卡' })).toBeVisible()
    await page.goBack()
    await expect(drawer).toBeHidden()
    await page.goBack()
    await expect(page).toHaveURL(/site=D02/)
    await expect(page.getByLabel('名称、编码、拼音')).toHaveValue('')
    await expect(page.getByRole('row')).toHaveCount(51)
    await page.getByRole('button', { name: '下一页' }).click()
    await expect(page.getByText('第 2 页')).toBeVisible()
    const second = await page.getByRole('row').nth(1).innerText()
    await page.getByRole('button', { name: '上一页' }).click()
    await expect(page).not.toHaveURL(/after=/)
    await expect(page.getByRole('row').nth(1)).not.toHaveText(second)
  })

  test('has a menu on a phone too', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await as(page, 'liaison-xinkou')
    await show(page, '/')
    await page.getByRole('button', { name: '菜单' }).click()
    const drawer = page.getByRole('dialog', { name: '主菜单' })
    await drawer.getByRole('link', { name: '储备定额' }).click()
    await expect(drawer).toBeHidden()
    await expect(page.getByRole('heading', { level: 1, name: /储备定额/ })).toBeFocused()
  })

  test('prints a document on paper: the sheet, and nothing of the frame', async ({ page }) => {
    await as(page, 'keeper')
    await show(page, '/documents?kind=RECEIPT')
    await page.getByRole('rowheader').getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1, name: /入库单/ })).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText('保管员：')).toBeVisible()
    await expect(page.getByText('演示数据，不作凭证')).toBeVisible()
    await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
    await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  })

  test('asks no other origin', async ({ page, baseURL }) => {
    const elsewhere: string[] = []
    page.on('request', (request) => !request.url().startsWith(baseURL!) && !/^(data|blob):/.test(request.url()) && elsewhere.push(request.url()))
    await as(page, 'dispatcher')
    for (const address of ['/', '/stock', '/items', '/standing?organisation=120111102']) await show(page, address)
    expect(elsewhere).toEqual([])
  })

  test('gives its tables to a screen reader: rows and cells of the ledger', async ({ page, context }) => {
    await as(page, 'dispatcher')
    await show(page, '/stock')
    const session = await context.newCDPSession(page)
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: { ignored: boolean; role?: { value: string }; name?: { value: string } }[] }
    const count = (role: string) => nodes.filter((node) => !node.ignored && node.role?.value === role).length
    expect(count('row')).toBe(51)
    expect(count('rowheader')).toBe(50)
    expect(count('columnheader')).toBe(9)
    expect(count('cell') + count('gridcell')).toBe(400)
    expect(nodes.some((node) => node.role?.value === 'table' && node.name?.value === '库存台账')).toBe(true)
  })
})

const routes: readonly (readonly [account: string, addresses: readonly string[]])[] = [
  ['keeper', ['/', '/stock', '/stock?view=lot&expiring=90', '/stock?row=D01~XQ-LR-0043', '/items/XQ-LR-0043', '/items/XQ-NO-1', '/stock/card?site=D01&item=XQ-LR-0043', '/documents', '/documents/document_2', '/receive', '/issue?site=D01&item=XQ-LR-0043',
    '/transfer', '/rotation', '/minimums', '/cabinets?town=120111102', '/items', '/sites', '/sites/D01', '/organisations', '/audit', '/no/such/page']],
  ['auditor', ['/audit', '/breaches?all=1', '/vehicles', '/standing?organisation=120111102', '/']],
]
for (const language of ['zh', 'en'] as const) {
  for (const width of [1366, 390]) {
    test(`axe finds nothing: ${language} at ${width}`, async ({ page, context }) => {
      test.setTimeout(300_000)
      await inLanguage(context, language)
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const found: string[] = []
      const look = async (address: string) => {
        for (const violation of await violations(page)) found.push(`${address}: ${violation}`)
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (tooWide > 0) found.push(`${address}: ${tooWide} px wider than the screen`)
      }
      await show(page, '/login?to=/stock')
      await look('/login')
      for (const [account, addresses] of routes) {
        await as(page, account)
        for (const address of addresses) {
          await show(page, address)
          await look(address)
        }
      }
      expect(found).toEqual([])
    })
  }
}
