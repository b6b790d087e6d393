import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// What a first visit and each later page may weigh, as sent (brotli). Read from dist, where it was built.
const dist = new URL('../dist/', import.meta.url).pathname
const assets = join(dist, 'assets')
const built = existsSync(join(dist, 'index.html'))
const kilobyte = 1024
const size = (name: string) => statSync(join(assets, name + '.br')).size

/** The scripts and styles that a page's HTML loads before anything else. */
function firstLoad(page: string): string[] {
  const html = readFileSync(join(dist, page), 'utf8')
  return [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name!)
}

describe.runIf(built)('the built pages', () => {
  it('console: first load at most 330 KB', () => {
    const names = firstLoad('index.html')
    expect(names.length).toBeGreaterThan(0)
    expect(names.reduce((sum, name) => sum + size(name), 0) / kilobyte).toBeLessThanOrEqual(330)
  })
  it('phone app: first load at most 110 KB', () => {
    expect(firstLoad('m/index.html').reduce((sum, name) => sum + size(name), 0) / kilobyte).toBeLessThanOrEqual(110)
  })
  it('any other script or style at most 200 KB', () => {
    const first = new Set([...firstLoad('index.html'), ...firstLoad('m/index.html')])
    const heavy = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name) && !first.has(name) && size(name) > 200 * kilobyte)
    expect(heavy).toEqual([])
  })
})
