// The phone as the specs use it: signing in, the keys of the pad, scans, and the API beside it to prepare and to prove.
import { expect, type APIRequestContext, type Page, type PlaywrightWorkerArgs } from '@playwright/test'

type Playwright = PlaywrightWorkerArgs['playwright']

export const password = 'demonstration-only'
export const phoneSize = { width: 390, height: 844 }

/** Opens the phone app and signs in; the figures of the chosen site are there when it is done. */
export async function openPhone(page: Page, account: string, path = '/m/'): Promise<void> {
  await page.setViewportSize(phoneSize)
  await page.goto(path)
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByLabel('密码')).toHaveCount(0)
}

/** Waits until the stock of the site has been read whole, so that it can be worked with without a network. */
export const stockRead = (page: Page) => expect(page.getByText(/数据截至/).first()).toBeVisible({ timeout: 30_000 })

export async function tapDigits(page: Page, digits: string): Promise<void> {
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click()
}

export const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click()
export const home = (page: Page) => page.getByRole('link', { name: '回首页' }).click()
export const tile = (page: Page, name: string) => page.getByRole('navigation', { name: '办理' }).getByRole('link', { name, exact: true }).click()

export async function pickItem(page: Page, text: string, name: string | RegExp): Promise<void> {
  await page.getByRole('searchbox').fill(text)
  await page.getByRole('button', { name }).first().click()
}

/** Scans by a keyboard-wedge with a Chinese input method on: the keys say nothing but where they are. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate((characters) => {
    const target = document.activeElement ?? document.body
    const press = (code: string, shiftKey: boolean) => target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', code, shiftKey, keyCode: 229, bubbles: true, cancelable: true }))
    for (const character of characters) press(/\d/.test(character) ? `Digit${character}` : character === '-' ? 'Minus' : `Key${character.toUpperCase()}`, /[A-Z]/.test(character))
    press('Enter', false)
  }, text)
}

/** Scans as real keys, ten milliseconds apart by their time stamps: their text goes into the field that has the focus. FNC1 is Ctrl+], as scanners send it. */
export async function scanAsKeys(page: Page, text: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const from = Date.now() / 1000
  const codeOf = (character: string) => (character === '\r' ? 'Enter' : /\d/.test(character) ? `Digit${character}` : character === '-' ? 'Minus' : `Key${character.toUpperCase()}`)
  await Promise.all([...text, '\r'].map((character, index) => devtools.send('Input.dispatchKeyEvent', character === '\u001d' ? { type: 'rawKeyDown', code: 'BracketRight', key: ']', timestamp: from + index / 100, modifiers: 2 } : {
    type: 'keyDown', code: codeOf(character), key: character === '\r' ? 'Enter' : character, text: character, timestamp: from + index / 100, modifiers: /[A-Z]/.test(character) ? 8 : 0,
  })))
  await devtools.detach()
}

/** Counts taps from now on, over all pages that this one opens. */
export async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    sessionStorage.setItem('taps', '0')
    window.addEventListener('click', () => sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps')) + 1)), true)
  })
  return async () => Number(await page.evaluate(() => sessionStorage.getItem('taps')))
}

type Json = Record<string, unknown>

/** The API as an account, beside the page: to prepare, and to prove what was counted. */
export class Api {
  private constructor(private readonly request: APIRequestContext) {}

  static async as(playwright: Playwright, baseURL: string | undefined, account: string): Promise<Api> {
    const request = await playwright.request.newContext({ baseURL: baseURL! })
    const response = await request.post('/auth/sign-in', { data: { account, password } })
    expect(response.ok(), await response.text()).toBe(true)
    return new Api(request)
  }

  async ask<R>(query: string, variables: Json = {}): Promise<R> {
    const response = await this.request.post('/graphql', { data: { query, variables } })
    const answer = (await response.json()) as { data: R; errors?: unknown }
    expect(answer.errors, JSON.stringify(answer.errors)).toBeUndefined()
    return answer.data
  }

  /** Runs a mutation; the payload, which must not be a refusal. */
  async run<R>(mutation: string, type: string, selection: string, input: Json): Promise<R> {
    const data = await this.ask<Record<string, { userErrors: unknown[] }>>(`mutation($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`, {
      input: { requestKey: `e2e-${crypto.randomUUID()}`, ...input },
    })
    const payload = data[mutation]!
    expect(payload.userErrors).toEqual([])
    return payload as R
  }

  async site(code: string): Promise<string> {
    const { sites } = await this.ask<{ sites: { nodes: { id: string; code: string }[] } }>('{ sites(first: 250) { nodes { id code } } }')
    return sites.nodes.find((site) => site.code === code)!.id
  }

  async item(code: string): Promise<string> {
    return (await this.ask<{ itemByCode: { id: string } }>('query($code: String!) { itemByCode(code: $code) { id } }', { code })).itemByCode.id
  }

  /** On hand of an item at a site. */
  async onHand(siteCode: string, itemCode: string): Promise<number> {
    const variables = { site: await this.site(siteCode), item: await this.item(itemCode) }
    const { stock } = await this.ask<{ stock: { nodes: { onHand: string }[] } }>('query($site: ID!, $item: ID!) { stock(siteId: $site, itemId: $item) { nodes { onHand } } }', variables)
    return Number(stock.nodes[0]?.onHand ?? 0)
  }

  /** The documents of an item at a site by note, which the specs make unlike any other. */
  async documentsWithNote(siteCode: string, note: string): Promise<{ number: string; kind: string; state: string }[]> {
    const { documents } = await this.ask<{ documents: { nodes: { number: string; kind: string; state: string; note: string }[] } }>(
      'query($site: ID!) { documents(siteId: $site, first: 200) { nodes { number kind state note } } }', { site: await this.site(siteCode) })
    return documents.nodes.filter((document) => document.note === note)
  }
}
