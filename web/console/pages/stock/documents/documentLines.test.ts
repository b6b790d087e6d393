import { expect, it } from 'vitest'
import { approvalsOf, editableHere, enteredLate, shownLines } from './documentLines.ts'

const item = { id: 'i', code: 'XQ-1', nameZh: '毯', nameEn: 'Blanket', spec: '', unitZh: '床', unitEn: 'pc', scale: 0, hazardClass: '' }
const lot = { id: 'l', lotNo: 'L', serialNo: '', expiresOn: null }
const reserve = { id: 'r', custody: 'DEDICATED' as const, owner: { nameZh: '局', nameEn: 'Bureau' } }
const typed = { quantity: '2', inPacks: true, found: false, holdId: null, packId: null, binId: null, toBinId: null, item: { ...item, packageNameZh: '箱' }, lot: null, reserve: null }
const waiting = { lineNo: 1, quantity: '48', holdId: 'h', fromPlace: '库', toPlace: 'SCRAPPED', item, lot, reserve }

it('shows what was moved, else what waits, else what was typed', () => {
  expect(shownLines({ state: 'DRAFT', movements: [], waitingLines: [], draftLines: [typed] })).toMatchObject({ stage: 'typed', lines: [{ lineNo: 1, quantity: '2', pack: '箱', lot: null }] })
  expect(shownLines({ state: 'SUBMITTED', movements: [], waitingLines: [waiting], draftLines: [typed] })).toMatchObject({ stage: 'waiting', lines: [{ quantity: '48', onHold: true, pack: null, from: '库', to: 'SCRAPPED' }] })
  const moved = { lineNo: 1, quantity: '48', fromPlace: '库', toPlace: 'CONSUMED', item, lot, reserve }
  expect(shownLines({ state: 'POSTED', movements: [moved], waitingLines: [waiting], draftLines: [typed] })).toMatchObject({ stage: 'moved', lines: [{ from: '库', to: 'CONSUMED' }] })
})
it('counts only approvals of the revision as it stands', () => {
  const one = { person: 'A', decision: 'APPROVED' as const, reason: '', decidedAt: '', void: false }
  expect(approvalsOf({ approvalsAsked: 2, approvals: [one, { ...one, void: true }, { ...one, decision: 'REFUSED' }] })).toEqual({ given: 1, missing: 1 })
  expect(approvalsOf({ approvalsAsked: 0, approvals: [one] })).toEqual({ given: 1, missing: 0 })
})
it('knows paper that was entered late', () => {
  expect(enteredLate({ occurredAt: '2026-11-24T02:00:00Z', recordedAt: '2026-11-24T03:30:00Z' })).toBe(true)
  expect(enteredLate({ occurredAt: '2026-11-24T02:00:00Z', recordedAt: '2026-11-24T02:00:01Z' })).toBe(false)
})
it('does not open a draft whose bins it cannot show', () => {
  const site = { id: 'site_1', code: 'D01', nameZh: '库', nameEn: 'Depot' }
  const at = { site, counterSite: null }
  expect(editableHere({ ...at, kind: 'ISSUE', draftLines: [typed] })).toBe(true)
  expect(editableHere({ ...at, kind: 'ISSUE', draftLines: [typed, { ...typed, binId: 'bin_1' }] })).toBe(false)
  expect(editableHere({ ...at, kind: 'ISSUE', draftLines: [{ ...typed, reserve }] })).toBe(false)
  expect(editableHere({ ...at, kind: 'SCRAP', draftLines: [{ ...typed, reserve }] })).toBe(true)
  const into = { kind: 'TRANSFER' as const, site, draftLines: [{ ...typed, toBinId: 'bin_1' }] }
  expect(editableHere({ ...into, counterSite: { ...site, id: 'site_2' } })).toBe(true)
  expect(editableHere({ ...into, counterSite: site })).toBe(false) // from bin to bin: another form
})
