// What the addresses of the reserve pages may say.
import { degrees, flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const minimumsSearch = searchParams({ below: flag, after: text })
export const breachesSearch = searchParams({ all: flag, after: text })
export const standingSearch = searchParams({ organisation: text, show: oneOf('all', 'short') })
export const rotationSearch = searchParams({ site: text, all: flag, after: text })
export const cabinetsSearch = searchParams({ lat: degrees(90), lon: degrees(180), town: text })
