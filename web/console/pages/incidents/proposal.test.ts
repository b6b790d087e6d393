import { describe, expect, it } from 'vitest'
import { carryOver, editsOf, emptyDraft, flowsOf, groupLines, isEmpty, live, type Draft } from './proposal.ts'

const need = (id: string, quantity: string) => ({ id, quantity, site: { id: 's' }, item: { id: 'i', code: 'I' } })
const line = (id: string, needId: string, quantity: string, from = 'd') => ({ id, need: { id: needId }, quantity, fromSite: { id: from }, toSite: { id: 's' }, lot: { id: 'l' }, reserve: { id: 'r' } })
const scale = () => 1

describe('lines by need', () => {
  const needs = [need('n1', '100'), need('n2', '50'), need('n3', '9')]
  const lines = [line('a', 'n1', '60'), line('b', 'n1', '30'), line('c', 'n2', '50')]
  const shortfalls = [{ need: { id: 'n1' }, quantity: '10' }]

  it('sum what is typed, and count short what is then missing', () => {
    const draft: Draft = { edits: { a: '４０.5' }, additions: [{ key: 'k', needId: 'n2', fromSiteId: 'x', lotId: 'l', reserveId: 'r', quantity: '5' }] }
    const groups = groupLines(needs, lines, shortfalls, draft, scale)
    expect(groups.map((group) => [group.need.id, group.lines.length, group.allotted, group.short])).toEqual([['n1', 2, '70.5', '29.5'], ['n2', 1, '55', '0']])
  })
  it('leave out needs that neither get nor miss anything here', () => {
    expect(groupLines(needs, lines, shortfalls, emptyDraft, scale).map((group) => [group.need.id, group.short])).toEqual([['n1', '10'], ['n2', '0']])
  })
  it('count what is no number as it was', () => {
    expect(groupLines(needs, lines, shortfalls, { edits: { a: 'many', b: '1.25' }, additions: [] }, scale)[0]!.allotted).toBe('90')
  })
})

describe('a stale revision', () => {
  const before = [line('a', 'n1', '60'), line('b', 'n1', '30'), line('c', 'n2', '50')]
  const after = [line('a', 'n1', '55'), line('c', 'n2', '50.0'), line('d', 'n2', '1')]
  it('tells what was changed, what is gone and what is new', () => {
    expect(carryOver(before, after, emptyDraft).changes.map((change) => [change.kind, 'after' in change ? change.after.id : change.before.id])).toEqual([['changed', 'a'], ['gone', 'b'], ['added', 'd']])
  })
  it('keeps the typing, but for lines that are gone or already say so', () => {
    const draft: Draft = { edits: { a: '40', b: '1', c: '50', d: 'x' }, additions: [{ key: 'k', needId: 'n1', fromSiteId: 'x', lotId: 'l', reserveId: 'r', quantity: '5' }] }
    expect(carryOver(before, after, draft).draft).toEqual({ edits: { a: '40', d: 'x' }, additions: draft.additions })
  })
  it('finds nothing where nothing was changed', () => {
    expect(carryOver(before, before, emptyDraft)).toEqual({ changes: [], draft: emptyDraft })
  })
})

it('sends only edits that differ', () => {
  expect(editsOf([line('a', 'n', '60'), line('b', 'n', '30')], { edits: { a: '60.0', b: '０' }, additions: [] })).toEqual([{ lineId: 'b', quantity: '0' }])
  expect(isEmpty(emptyDraft)).toBe(true)
})

it('counts flows of goods that travel', () => {
  const lines = [line('a', 'n', '1', 'd'), line('b', 'n', '2', 'd'), line('c', 'n', '3', 's'), line('e', 'n', '0', 'e')]
  expect(flowsOf(lines)).toEqual([{ from: 'd', to: 's', lines: 2 }])
  expect(live(lines).map((one) => one.id)).toEqual(['a', 'b', 'c'])
})
