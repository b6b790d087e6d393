// What the addresses of the pages of units may say.
import { oneOf, searchParams, text } from '../../parts/searchParams.ts'
import { expiring } from '../stock/search.ts'

export const unitsSearch = searchParams({ view: oneOf('calendar'), site: text, item: text, serial: text, due: expiring, order: oneOf('SERIAL_NO', 'DUE', 'ITEM'), after: text })
export const unitSearch = searchParams({ after: text })
