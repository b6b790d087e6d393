// What the addresses of the pages of kits may say.
import { searchParams, text } from '../../parts/searchParams.ts'

export const kitsSearch = searchParams({ site: text, after: text })
export const kitSearch = searchParams({ site: text, after: text })
