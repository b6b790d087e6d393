import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const web = new URL('../', import.meta.url).pathname
const sources = ['console', 'field', 'shared'].flatMap((folder) =>
  readdirSync(join(web, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)))

describe('the sources', () => {
  it('hold no Chinese in a .tsx: words stand in a catalogue beside it', () => {
    const faults = sources.filter((path) => path.endsWith('.tsx')).flatMap((path) =>
      readFileSync(path, 'utf8').split('\n').flatMap((line, index) => (/[㐀-鿿豈-﫿]/u.test(line.replace(/\/\/.*$|\/\*.*?\*\/|^\s*\*.*$/, '')) ? [`${path.slice(web.length)}:${index + 1} ${line.trim()}`] : [])))
    expect(faults).toEqual([])
  })
  it('ask no other origin', () => {
    const faults = sources.filter((path) => !/\.test\.tsx?$/.test(path)).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/https?:\/\/[\w.-]+/gi)].map(([url]) => `${path.slice(web.length)} ${url}`))
    expect(faults.filter((fault) => !/www\.w3\.org|wz\.xq/i.test(fault))).toEqual([])
  })
})
