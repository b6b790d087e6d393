// The form of a new incident as it is typed, what is wrong with it, and the input made from it. Kept in the browser until opened.
import type { Refusal } from '../../../shared/graphql/ask.ts'
import { instantOf, peopleOf } from './shelters.ts'

export const levels = ['I', 'II', 'III', 'IV'] as const
export type Level = (typeof levels)[number]

export type OpenForm = {
  readonly scenarioCode: string
  readonly level: Level
  readonly townCode: string
  readonly people: string
  readonly coverDays: string
  readonly startedAt: string
  readonly name: string
  readonly drill: boolean
  readonly works: boolean
  readonly byHand: boolean
  /** People by shelter id, as typed. */
  readonly shelters: Readonly<Record<string, string>>
}

export const emptyForm: OpenForm = { scenarioCode: '', level: 'II', townCode: '', people: '', coverDays: '1', startedAt: '', name: '', drill: false, works: true, byHand: false, shelters: {} }

export type OpenField = 'scenarioCode' | 'townCode' | 'people' | 'coverDays' | 'startedAt' | 'shelters'
export type OpenFault = 'faultScenario' | 'faultTown' | 'faultPeople' | 'faultDays' | 'faultStart' | 'faultShelters'

export const placedIn = (form: OpenForm): number => Object.values(form.shelters).reduce((sum, typed) => sum + (peopleOf(typed) ?? 0), 0)

export function faultsOf(form: OpenForm): Partial<Record<OpenField, OpenFault>> {
  const faults: Partial<Record<OpenField, OpenFault>> = {}
  const people = peopleOf(form.people)
  const days = peopleOf(form.coverDays)
  if (!form.scenarioCode) faults.scenarioCode = 'faultScenario'
  if (!form.townCode) faults.townCode = 'faultTown'
  if (people === null || people < 1 || people > 2_000_000) faults.people = 'faultPeople'
  if (days === null || days < 1 || days > 60) faults.coverDays = 'faultDays'
  if (form.startedAt && instantOf(form.startedAt) === null) faults.startedAt = 'faultStart'
  if (form.byHand && (placedIn(form) !== people || Object.values(form.shelters).some((typed) => typed.trim() !== '' && peopleOf(typed) === null))) faults.shelters = 'faultShelters'
  return faults
}

/** The input of openIncident; only for a form without faults. */
export function inputOf(form: OpenForm, townId: string) {
  const shelters = Object.entries(form.shelters).map(([siteId, typed]) => ({ siteId, people: peopleOf(typed) ?? 0 })).filter((shelter) => shelter.people > 0)
  const name = form.name.trim()
  return {
    scenarioCode: form.scenarioCode,
    level: form.level,
    townId,
    peopleAffected: peopleOf(form.people)!,
    coverDays: peopleOf(form.coverDays)!,
    drill: form.drill,
    works: form.works,
    ...(name ? { name } : {}),
    ...(form.startedAt ? { startedAt: instantOf(form.startedAt)! } : {}),
    ...(form.byHand ? { shelters } : {}),
  }
}

const fieldOf: Readonly<Record<string, OpenField>> = { scenarioCode: 'scenarioCode', townId: 'townCode', peopleAffected: 'people', coverDays: 'coverDays', startedAt: 'startedAt', shelters: 'shelters' }

/** The refusals of the server by the field they belong to; rest: those that belong to none. */
export function refusedFields(refusals: readonly Refusal[]): { fields: Partial<Record<OpenField, Refusal>>; rest: Refusal[] } {
  const fields: Partial<Record<OpenField, Refusal>> = {}
  const rest: Refusal[] = []
  for (const refusal of refusals) {
    const field = refusal.fields.map((path) => fieldOf[path.replace(/^input\./, '').split('.')[0]!]).find((found) => found !== undefined)
    if (field) fields[field] ??= refusal
    else rest.push(refusal)
  }
  return { fields, rest }
}

const draftKey = 'changping.draft.incident'

export function loadDraft(): OpenForm {
  try {
    return { ...emptyForm, ...(JSON.parse(localStorage.getItem(draftKey) ?? '{}') as Partial<OpenForm>) }
  } catch {
    return emptyForm
  }
}

export function saveDraft(form: OpenForm | null): void {
  if (form && JSON.stringify(form) !== JSON.stringify(emptyForm)) localStorage.setItem(draftKey, JSON.stringify(form))
  else localStorage.removeItem(draftKey)
}
