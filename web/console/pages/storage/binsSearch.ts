// What the address of a site's bins may say.
import { flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const binsSearch = searchParams({ zone: text, code: text, open: flag, bin: text, order: oneOf('PICK_ORDER', 'CODE', 'ZONE'), after: text })
export type BinsSearch = ReturnType<typeof binsSearch.read>
