// A minimum while it is typed: what is wrong with it, field by field, and what is sent.
import { compare, fold, quantityProblem } from '../../../shared/decimal.ts'
import type { scopes } from './search.ts'

export const subjects = ['ITEM', 'GROUP', 'CATEGORY', 'ALL'] as const
export const rules = ['WARN', 'APPROVE', 'REFUSE'] as const
export type Scope = (typeof scopes)[number]
export type Subject = (typeof subjects)[number]

export type MinimumDraft = {
  kind: 'COVENANT' | 'POLICY'
  scope: Scope
  site: string
  organisation: string
  keeper: string
  tier: string
  agreement: string
  subject: Subject
  item: string
  group: string
  category: string
  floor: string
  target: string
  margin: string
  onBreach: (typeof rules)[number]
  cureDays: string
  fromDate: string
  toDate: string
}

export const blankMinimum = (today: string): MinimumDraft => ({
  kind: 'POLICY', scope: 'SITE', site: '', organisation: '', keeper: '', tier: 'DISTRICT', agreement: '', subject: 'ITEM', item: '', group: '', category: '',
  floor: '', target: '', margin: '', onBreach: 'WARN', cureDays: '7', fromDate: today, toDate: '',
})

export type MinimumField = keyof MinimumDraft
export type MinimumFault = 'faultSite' | 'faultOrganisation' | 'faultKeeper' | 'faultTier' | 'faultItem' | 'faultGroup' | 'faultCategory' | 'faultAgreement' | 'faultNumber' | 'faultScale' | 'faultTarget' | 'faultDays' | 'faultDates' | 'faultFrom'

/** Only goods in custody have a floor over all of them. */
export const subjectsOf = (scope: Scope): readonly Subject[] => (scope === 'CUSTODY' ? subjects : subjects.filter((subject) => subject !== 'ALL'))

/** What is wrong, by field; scale: how many decimals what it is measured in may have. */
export function minimumFaults(draft: MinimumDraft, scale: number): Partial<Record<MinimumField, MinimumFault>> {
  const faults: Partial<Record<MinimumField, MinimumFault>> = {}
  const blame = (wrong: boolean, field: MinimumField, fault: MinimumFault) => {
    if (wrong) faults[field] ??= fault
  }
  const figure = (field: 'floor' | 'target' | 'margin', optional: boolean): string | null => {
    const problem = optional && fold(draft[field]) === '' ? null : quantityProblem(draft[field], scale, true)
    if (problem) faults[field] = problem === 'SCALE' ? 'faultScale' : 'faultNumber'
    return problem || fold(draft[field]) === '' ? null : fold(draft[field])
  }
  blame(draft.scope === 'SITE' && draft.site === '', 'site', 'faultSite')
  blame((draft.scope === 'ORGANISATION' || draft.scope === 'CUSTODY') && draft.organisation === '', 'organisation', 'faultOrganisation')
  blame(draft.scope === 'CUSTODY' && (draft.keeper === '' || draft.keeper === draft.organisation), 'keeper', 'faultKeeper')
  blame(draft.scope === 'CUSTODY' && draft.agreement.trim() === '', 'agreement', 'faultAgreement')
  blame(draft.scope === 'TIER' && draft.tier === '', 'tier', 'faultTier')
  blame(draft.subject === 'ITEM' && draft.item === '', 'item', 'faultItem')
  blame(draft.subject === 'GROUP' && draft.group === '', 'group', 'faultGroup')
  blame(draft.subject === 'CATEGORY' && draft.category === '', 'category', 'faultCategory')
  const floor = figure('floor', false)
  const target = figure('target', true)
  figure('margin', true)
  blame(floor !== null && target !== null && compare(target, floor) < 0, 'target', 'faultTarget')
  blame(!/^\d{1,3}$/.test(fold(draft.cureDays)) || Number(fold(draft.cureDays)) < 1 || Number(fold(draft.cureDays)) > 365, 'cureDays', 'faultDays')
  blame(draft.fromDate === '', 'fromDate', 'faultFrom')
  blame(draft.toDate !== '' && draft.toDate < draft.fromDate, 'toDate', 'faultDates')
  return faults
}

type Ids = { siteId: string | undefined; organisationId: string | undefined; keeperId: string | undefined; itemId: string | undefined }

/** What is sent: only what scope, subject and kind ask for, whatever was typed before they were chosen. */
export function minimumInput(draft: MinimumDraft, ids: Ids) {
  const { scope, subject } = draft
  const text = (typed: string) => (fold(typed) === '' ? null : fold(typed))
  return {
    kind: draft.kind, scope,
    siteId: scope === 'SITE' ? ids.siteId! : null,
    organisationId: scope === 'ORGANISATION' || scope === 'CUSTODY' ? ids.organisationId! : null,
    keeperId: scope === 'CUSTODY' ? ids.keeperId! : null,
    tier: scope === 'TIER' ? (draft.tier as 'DISTRICT' | 'TOWN') : null,
    agreementNumber: scope === 'CUSTODY' ? draft.agreement.trim() : null,
    itemId: subject === 'ITEM' ? ids.itemId! : null, groupCode: subject === 'GROUP' ? draft.group : null, categoryCode: subject === 'CATEGORY' ? draft.category : null,
    floor: fold(draft.floor), target: text(draft.target), warningMargin: text(draft.margin),
    onBreach: draft.kind === 'POLICY' ? draft.onBreach : null, cureDays: Number(fold(draft.cureDays)), fromDate: draft.fromDate, toDate: draft.toDate || null,
  }
}
