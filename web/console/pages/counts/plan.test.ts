import { describe, expect, it } from 'vitest'
import { emptyPlan, inputOf, missingOf, scopeOf, type PlanForm } from './plan.ts'
import type { CountScope } from './countQueries.ts'

const form = (part: Partial<PlanForm>): PlanForm => ({ ...emptyPlan('D01', 7), ...part })
const scope = (kind: CountScope['kind'], code: string, lines: number): CountScope => ({ kind, code, lines, items: 1, bins: 1, neverCounted: 0, oldestCountAt: null, beingCounted: 0 })

describe('the plan of a stocktake', () => {
  it('is blind unless somebody says otherwise', () => expect(inputOf(form({}), 'site_1')).toMatchObject({ siteId: 'site_1', blind: true, counters: 1, note: null, plan: { kind: 'FULL', seed: null, items: null, itemIds: null } }))
  it('asks for what its kind needs, and for nothing else', () => {
    expect(missingOf(form({}))).toEqual([])
    expect(missingOf(form({ site: '', kind: 'ZONE' }))).toEqual(['site', 'zone'])
    expect(missingOf(form({ kind: 'RANDOM_BINS', bins: '0' }))).toEqual(['bins'])
    expect(missingOf(form({ kind: 'RANDOM', items: '1001' }))).toEqual(['items'])
    expect(missingOf(form({ kind: 'ITEMS' }))).toEqual(['chosen'])
  })
  it('sends only what belongs to its kind', () => {
    expect(inputOf(form({ kind: 'RANDOM_BINS', bins: '3', zone: 'A', class: 'B' }), 's').plan).toEqual({ kind: 'RANDOM_BINS', zone: null, categoryCode: null, class: null, items: null, bins: 3, seed: 7, itemIds: null })
    expect(inputOf(form({ kind: 'ABC', class: 'B' }), 's').plan).toMatchObject({ class: 'B', bins: null, seed: null })
  })
  it('tells beforehand what it would cover', () => {
    const scopes = [scope('FULL', '', 40), scope('ZONE', 'A', 12), scope('ABC', 'A', 5), scope('RANDOM_BINS', '', 12)]
    expect([form({}), form({ kind: 'ZONE', zone: 'A' }), form({ kind: 'ABC', class: 'A' }), form({ kind: 'RANDOM_BINS' }), form({ kind: 'RANDOM' })].map((one) => scopeOf(one, scopes)?.lines)).toEqual([40, 12, 5, 12, 40])
    expect(scopeOf(form({ kind: 'ITEMS' }), scopes)).toBeUndefined()
  })
})
