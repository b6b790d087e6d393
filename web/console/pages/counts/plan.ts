// The form of a plan, and what it asks for. Pure.
import type { VariablesOf } from '../../../shared/graphql/graphql.ts'
import type { CountScope, OpenCount } from './countQueries.ts'

export const planKinds = ['FULL', 'ZONE', 'CATEGORY', 'ABC', 'RANDOM_BINS', 'RANDOM', 'ITEMS'] as const
export type PlanKind = (typeof planKinds)[number]
export type ChosenItem = { id: string; code: string; nameZh: string; nameEn: string }
export type PlanForm = { site: string; kind: PlanKind; zone: string; category: string; class: string; items: string; bins: string; seed: number; chosen: readonly ChosenItem[]; blind: boolean; counters: 1 | 2; note: string }

/** Blind by default: who sees what is expected finds it. */
export const emptyPlan = (site: string, seed: number): PlanForm => ({ site, kind: 'FULL', zone: '', category: '', class: '', items: '10', bins: '5', seed, chosen: [], blind: true, counters: 1, note: '' })
export const newSeed = (): number => Math.floor(Math.random() * 1_000_000)

const isCount = (text: string) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000
export type PlanField = 'site' | 'zone' | 'category' | 'class' | 'items' | 'bins' | 'chosen'

/** The fields that are still to be filled in. */
export function missingOf(form: PlanForm): PlanField[] {
  const missing: PlanField[] = form.site ? [] : ['site']
  if (form.kind === 'ZONE' && !form.zone) missing.push('zone')
  if (form.kind === 'CATEGORY' && !form.category) missing.push('category')
  if (form.kind === 'ABC' && !form.class) missing.push('class')
  if (form.kind === 'RANDOM' && !isCount(form.items)) missing.push('items')
  if (form.kind === 'RANDOM_BINS' && !isCount(form.bins)) missing.push('bins')
  if (form.kind === 'ITEMS' && form.chosen.length === 0) missing.push('chosen')
  return missing
}

export function inputOf(form: PlanForm, siteId: string): Omit<VariablesOf<typeof OpenCount>['input'], 'requestKey'> {
  const of = (kind: PlanKind) => form.kind === kind
  return {
    siteId, blind: form.blind, counters: form.counters, note: form.note.trim() || null,
    plan: {
      kind: form.kind, zone: of('ZONE') ? form.zone : null, categoryCode: of('CATEGORY') ? form.category : null, class: of('ABC') ? form.class : null, items: of('RANDOM') ? Number(form.items) : null,
      bins: of('RANDOM_BINS') ? Number(form.bins) : null, seed: of('RANDOM') || of('RANDOM_BINS') ? form.seed : null, itemIds: of('ITEMS') ? form.chosen.map((item) => item.id) : null,
    },
  }
}

/** The scope that a form would cover; of a random plan, what is drawn from; undefined: not known beforehand, or nothing. */
export function scopeOf(form: PlanForm, scopes: readonly CountScope[]): CountScope | undefined {
  const code = form.kind === 'ZONE' ? form.zone : form.kind === 'CATEGORY' ? form.category : form.kind === 'ABC' ? form.class : ''
  if (form.kind === 'ITEMS') return undefined
  return scopes.find((scope) => scope.kind === (form.kind === 'RANDOM' ? 'FULL' : form.kind) && scope.code === code)
}
