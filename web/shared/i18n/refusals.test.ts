import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Refused, Unreachable, type Refusal } from '../graphql/ask.ts'
import { refusalsOf } from '../graphql/refusal.ts'
import { setLanguage } from './language.ts'
import { transportRefusals } from '../../console/pages/incidents/transportRefusals.ts'
import { alsoWord, refusals, wordError, wordRefusal } from './refusals.ts'

const root = new URL('../../../', import.meta.url).pathname

/** Every code that the server can answer with, read from its source. */
function codesOfTheServer(): Map<string, string> {
  const codes = new Map<string, string>()
  const calls = /(?:fault\.New\(fault\.\w+,\s*|fault\.Invalidf\((?:[^"()]|"[^"]*"|\((?:[^()]|\([^()]*\))*\))*?,\s*)"([A-Z][A-Z_]+)"/g
  const literals = /(?:"code":\s*|\bcode:\s*|Code:\s*)"([A-Z][A-Z_]+)"/g
  for (const folder of ['access', 'inventory', 'logistics', 'graph', 'internal', 'cmd']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.go') || entry.name.endsWith('_test.go')) continue
      const path = join(entry.parentPath, entry.name)
      const source = readFileSync(path, 'utf8')
      for (const pattern of [calls, literals]) for (const [, code] of source.matchAll(pattern)) codes.set(code!, path.slice(root.length))
    }
  }
  return codes
}

describe('the words of refusals', () => {
  const codes = codesOfTheServer()
  it('are looked for in the real source', () => {
    expect(codes.size).toBeGreaterThan(60)
    for (const known of ['BELOW_MINIMUM', 'LOT_MISMATCH', 'EXPIRY', 'LINE_NO', 'SESSION_ENDED', 'STALE_REVISION', 'SYNTAX']) expect([...codes.keys()]).toContain(known)
  })
  it('exist for every code that the server can answer', () => {
    expect([...codes].filter(([code]) => !(code in refusals) && !(code in transportRefusals)).map(([code, path]) => `${code} (${path})`)).toEqual([])
  })
  it('leave no brace behind where a fact is missing', () => {
    alsoWord(transportRefusals)
    for (const code of [...Object.keys(refusals), ...Object.keys(transportRefusals)]) expect(wordRefusal({ code, message: 'The sentence.', fields: [], facts: {} }), code).not.toMatch(/[{}]/)
    expect(wordRefusal({ code: 'INSUFFICIENT_STOCK', message: 'The sentence.', fields: [], facts: { available: '3' } })).toBe('The sentence. (INSUFFICIENT_STOCK)')
  })
})

describe('an error in words', () => {
  afterEach(() => setLanguage('zh'))
  const below: Refusal = { code: 'BELOW_MINIMUM', message: '', fields: [], facts: { floor: '48000', available: '50400', requested: '5000', scopeName: '津惠商贸配送有限公司', scopeNameEn: 'Jinhui', subjectNameZh: '瓶装饮用水500mL', subjectNameEn: 'Bottled water', unitZh: '瓶', unitEn: 'bottle' } }
  it('has its numbers, with separators', () => {
    expect(wordRefusal(below)).toContain('48,000')
    expect(wordRefusal(below)).toContain('50,400 瓶')
    expect(wordRefusal(below)).toContain('瓶装饮用水500mL')
    setLanguage('en')
    expect(wordRefusal(below)).toMatch(/Jinhui must keep at least 48,000 bottle of Bottled water; 50,400 is available, so 5,000 cannot leave/)
  })
  it('is the sentence of the server where the code is unknown', () => {
    expect(wordRefusal({ code: 'FROM_THE_FUTURE', message: 'New.', fields: [], facts: {} })).toBe('New. (FROM_THE_FUTURE)')
  })
  it('says whether the server was reached', () => {
    expect(wordError(new Unreachable())).toContain('连不上')
    expect(wordError(new Unreachable(503))).toContain('503')
    expect(wordError(new Refused([below, { ...below, code: 'NO_LINES' }]))).toContain('没有明细')
    expect(wordError(new TypeError('x is not a function'))).toContain('x is not a function')
  })
  it('gathers the numbers of a payload into facts', () => {
    const base = { code: 'STATE', message: '', fields: [] }
    expect(refusalsOf([{ __typename: 'RuleRefusal', ...base, facts: [{ name: 'state', value: 'CLOSED' }] }])[0]!.facts).toEqual({ state: 'CLOSED' })
    expect(refusalsOf([{ __typename: 'InsufficientStock', ...base, available: '3', requested: '5' }])[0]!.facts).toEqual({ available: '3', requested: '5' })
    expect(refusalsOf([{ __typename: 'StaleQuantity', ...base, currentQuantity: '3', expected: '5' }])[0]!.facts).toEqual({ current: '3', expected: '5' })
    expect(refusalsOf([{ __typename: 'InvalidInput', ...base, facts: [{ name: 'allowed', value: '瓶' }] }])[0]!.facts).toEqual({ allowed: '瓶' })
    expect(refusalsOf([{ __typename: 'StaleRevision', ...base, current: null, facts: [] }])[0]!.facts).toEqual({})
  })
})
