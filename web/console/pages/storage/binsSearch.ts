// What the address of a site's bins may say.
import { flag, searchParams, text } from '../../parts/searchParams.ts'

export const binsSearch = searchParams({ zone: text, code: text, open: flag, bin: text, after: text })
export type BinsSearch = ReturnType<typeof binsSearch.read>
