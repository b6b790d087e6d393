import { oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const countStates = ['OPEN', 'CLOSED'] as const
export const countsSearch = searchParams({ site: text, state: oneOf(...countStates), order: oneOf('NEWEST', 'OLDEST'), after: text })
export type CountsSearch = ReturnType<typeof countsSearch.read>

/** What a plan begins with. */
export const planSearch = searchParams({ site: text })

export const lineFilters = ['DIFFERENT', 'UNSETTLED', 'UNAPPROVED'] as const
/** done: what has just been done here. */
export const countSearch = searchParams({ only: oneOf(...lineFilters), order: oneOf('LINE', 'VALUE'), after: text, done: oneOf('opened', 'entered', 'closed') })

/** The bin whose sheet is typed in or printed, by code; "none": what lies in no bin. */
export const sheetSearch = searchParams({ bin: text })
