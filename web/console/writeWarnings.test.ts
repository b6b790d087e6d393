import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../shared/i18n/language.ts'
import { warnings, wordWarning } from '../shared/i18n/warnings.ts'
import { dismissWarnings, tellWarnings, toldWarnings } from './writeWarnings.ts'

const root = new URL('../../', import.meta.url).pathname
const texts = (folder: string, ending: RegExp) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && ending.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }))

describe('the forms of both pages', () => {
  const schema = texts('graph/schema', /\.graphql$/).map((file) => file.text).join('\n')
  const types = [...schema.matchAll(/^type (\w+) \{(.*?)^\}/gms)].map(([, name, body]) => ({ name: name!, body: body! }))
  const warned = new Set(types.filter(({ body }) => /^ {2}warnings: /m.test(body)).map(({ name }) => name))
  // A payload warns, or each result of its list does.
  const payloads = new Set(types.filter(({ name, body }) => name.endsWith('Payload') && (warned.has(name) || [...body.matchAll(/^ {2}results: \[(\w+)!\]!/gm)].some(([, result]) => warned.has(result!)))).map(({ name }) => name))
  const mutations = new Set([...schema.matchAll(/^ {2}(\w+)\(input: \w+!\): (\w+)!/gm)].filter(([, , payload]) => payloads.has(payload!)).map(([, name]) => name!))
  const sent = ['web/console', 'web/field'].flatMap((folder) => texts(folder, /(?<!\.test)\.tsx?$/)).flatMap(({ path, text }) => [...text.matchAll(/graphql\(\s*`(\s*mutation[^`]*)`/g)].map(([, document]) => ({ path, document: document!, root: /\{\s*(\w+)\(/.exec(document!)?.[1] ?? '' })))

  it('are looked for in the real source', () => {
    for (const known of ['receiveGoods', 'issueGoods', 'transferGoods', 'adjustGoods', 'assembleKits', 'breakUpKits', 'reverseDocument', 'confirmArrival', 'approveDocuments', 'approveAllocation', 'closeStockCount', 'completeRotationTask']) expect([...mutations]).toContain(known)
    expect(sent.length).toBeGreaterThan(40)
  })
  it('ask for the warnings of every write that may warn', () => {
    expect(sent.filter(({ root: field, document }) => mutations.has(field) && !document.includes('warnings { ...WarningFields }')).map(({ path, root: field }) => `${path} ${field}`)).toEqual([])
  })
  it('send no write past useWrite, which shows them', () => {
    const past = texts('web/console', /(?<!\.test)\.tsx?$/).filter(({ path, text }) => path !== 'web/console/useWrite.ts' && /\bsend\(\s*textOf|\bask\((\w*Document|Receive|Issue|Transfer)\w*Goods/.test(text))
    expect(past.map(({ path }) => path)).toEqual([])
  })
})

describe('a warning', () => {
  afterEach(() => {
    setLanguage('zh')
    for (const { key } of toldWarnings()) dismissWarnings(key)
  })
  const facts = { scopeName: '区中心库', scopeNameEn: 'Central depot', item: '帐篷', itemEn: 'Tent', unitZh: '顶', unitEn: 'tent', floor: '1200', available: '1150', capacity: '10', load: '9.5', requested: '1', unit: 'm3', condition: 'dry', there: '[hazmat]', class: '3', other: '5.1', bin: 'H1', bins: '3', code: 'A1-01-2', lotNo: 'S1' }
  const worded = (code: string) => wordWarning({ code, message: 'The sentence.', fields: [], facts })
  it('says what lies there now, with its numbers', () => {
    expect(worded('BELOW_POLICY')).toContain('1,150 顶')
    expect(worded('STORAGE_CONDITION')).toBe('该品种须存于 干燥，现放在 危险品专库 处。请尽快移到合适的地方。')
    setLanguage('en')
    expect(worded('OVER_FULL')).toContain('9.5 lay there')
    for (const code of Object.keys(warnings)) expect(worded(code), code).not.toMatch(/[{}]|The sentence/)
  })
  it('is the refusal of the same code where it has no words of its own, else the sentence of the server', () => {
    expect(wordWarning({ code: 'PACK_BROKEN', message: '', fields: [], facts: { item: '饮用水', packSize: '24', lower: '24', upper: '48', requested: '30' } })).toContain('拆了整包装')
    expect(wordWarning({ code: 'FROM_THE_FUTURE', message: 'New.', fields: [], facts: {} })).toBe('New. (FROM_THE_FUTURE)')
  })
  it('stays until it is dismissed, the newest first, and never a write without any', () => {
    const one = { code: 'NEARLY_FULL', message: '', fields: [], facts: {} }
    tellWarnings('document_1', [one])
    tellWarnings('document_2', [])
    tellWarnings('document_3', [one, one])
    expect(toldWarnings().map((told) => told.documentId)).toEqual(['document_3', 'document_1'])
    dismissWarnings(toldWarnings()[0]!.key)
    expect(toldWarnings().map((told) => told.documentId)).toEqual(['document_1'])
    for (let n = 0; n < 9; n++) tellWarnings(null, [one])
    expect(toldWarnings()).toHaveLength(4)
  })
})
