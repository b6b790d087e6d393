import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { terms } from './terms.ts'

const schema = readFileSync(new URL('../../build/schema.graphql', import.meta.url), 'utf8')
const enums = [...schema.matchAll(/^enum (\w+)\s*\{([^}]*)\}/gm)].map(([, name, body]) => ({ name: name!, values: body!.replace(/"[^"]*"/g, '').split(/\s+/).filter(Boolean) }))
// The level is a Roman numeral in every language (LevelTag).
const numerals = new Set(['ResponseLevel'])

describe('the standard terms', () => {
  it('are held against the real schema', () => {
    expect(enums.length).toBeGreaterThan(15)
  })
  // An order is chosen by the head of a column, not by its name.
  it.each(enums.filter(({ name }) => !numerals.has(name) && !name.endsWith('Order')))('cover every value of $name', ({ values }) => {
    expect(values.filter((value) => !(value in terms))).toEqual([])
  })
  it('are two different texts, neither empty, except where a name is the same', () => {
    for (const [key, [zh, en]] of Object.entries(terms)) {
      expect(zh.trim(), key).not.toBe('')
      expect(en.trim(), key).not.toBe('')
    }
  })
})
