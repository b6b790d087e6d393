// What the addresses of the pages of kits may say.
import { oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const kitsSearch = searchParams({ site: text, order: oneOf('CODE', 'NAME'), after: text })
export const kitSearch = searchParams({ site: text, after: text })
