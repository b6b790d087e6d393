// What the addresses of the pages of history may say.
import { date, oneOf, searchParams, text, type Codec } from '../../parts/searchParams.ts'

/** A local time of the district, to the minute. */
export const moment: Codec<string> = (value) => (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) && !Number.isNaN(Date.parse(value + ':00Z')) ? value : undefined)

export const asOfSearch = searchParams({ at: moment, site: text, item: text, lots: text, order: oneOf('CODE', 'NAME'), after: text })
export const periodSearch = searchParams({ site: text, item: text, from: date, to: date })
export const spans = ['30', '60', '90', '180'] as const
export const forecastSearch = searchParams({ site: text, item: text, days: oneOf(...spans) })
