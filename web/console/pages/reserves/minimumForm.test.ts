import { describe, expect, it } from 'vitest'
import { blankMinimum, minimumFaults, minimumInput, subjectsOf, type MinimumDraft } from './minimumForm.ts'

const good: MinimumDraft = { ...blankMinimum('2026-11-28'), site: 'D01', item: 'XQ-LR-0043', floor: '100' }
const faults = (part: Partial<MinimumDraft>, scale = 0) => minimumFaults({ ...good, ...part }, scale)

describe('a minimum while it is typed', () => {
  it('is complete with a site, an item and a floor', () => expect(faults({})).toEqual({}))
  it('asks for what its scope needs and nothing else', () => {
    expect(faults({ site: '' })).toEqual({ site: 'faultSite' })
    expect(faults({ scope: 'DISTRICT', site: '' })).toEqual({})
    expect(faults({ scope: 'CUSTODY', organisation: 'E01', keeper: 'E01' })).toEqual({ keeper: 'faultKeeper', agreement: 'faultAgreement' })
    expect(faults({ scope: 'CUSTODY', organisation: 'E01', keeper: 'E02', agreement: 'XY-1', subject: 'ALL', item: '' }, 2)).toEqual({})
    expect(faults({ subject: 'GROUP' })).toEqual({ group: 'faultGroup' })
  })
  it('takes figures in the scale of what it is measured in, full-width digits too', () => {
    expect(faults({ floor: '１２' })).toEqual({})
    expect(faults({ floor: '1.5' })).toEqual({ floor: 'faultScale' })
    expect(faults({ floor: '1.5' }, 2)).toEqual({})
    expect(faults({ floor: '-1', margin: 'x' })).toEqual({ floor: 'faultNumber', margin: 'faultNumber' })
    expect(faults({ floor: '0' }), 'a floor of nothing is a floor').toEqual({})
    expect(faults({ target: '99' })).toEqual({ target: 'faultTarget' })
  })
  it('runs forward', () => {
    expect(faults({ toDate: '2026-11-27' })).toEqual({ toDate: 'faultDates' })
    expect(faults({ toDate: '2026-11-28', cureDays: '0' })).toEqual({ cureDays: 'faultDays' })
  })
  it('is sent without what was typed for another scope', () => {
    const ids = { siteId: 'site_1', organisationId: 'organisation_1', keeperId: undefined, itemId: 'item_1' }
    const sent = minimumInput({ ...good, kind: 'COVENANT', scope: 'DISTRICT', subject: 'CATEGORY', category: 'LR', margin: '' }, ids)
    expect(sent).toMatchObject({ siteId: null, organisationId: null, itemId: null, categoryCode: 'LR', onBreach: null, warningMargin: null, floor: '100' })
    expect(minimumInput(good, ids)).toMatchObject({ siteId: 'site_1', itemId: 'item_1', onBreach: 'WARN' })
  })
  it('is over all goods in custody only', () => {
    expect(subjectsOf('CUSTODY')).toContain('ALL')
    expect(subjectsOf('SITE')).not.toContain('ALL')
  })
})
