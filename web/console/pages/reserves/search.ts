// What the addresses of the reserve pages may say.
import { degrees, flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const scopes = ['SITE', 'ORGANISATION', 'TIER', 'DISTRICT', 'CUSTODY'] as const

export const minimumsSearch = searchParams({ below: flag, find: text, kind: oneOf('COVENANT', 'POLICY'), scope: oneOf(...scopes), validity: oneOf('IN_FORCE', 'COMING', 'ENDED'), order: oneOf('HEADROOM', 'ITEM', 'SITE', 'UNTIL'), after: text })
/** change: the id of the minimum to be changed. */
export const setMinimumSearch = searchParams({ change: text })
export const overridesSearch = searchParams({ all: flag, order: oneOf('NEWEST', 'OLDEST'), after: text })
/** What an override is asked for: beside incident and minimum by id, how much was refused. */
export const askOverrideSearch = searchParams({ incident: text, minimum: text, quantity: text })
export const breachesSearch = searchParams({ all: flag, order: oneOf('URGENCY', 'NEWEST', 'OLDEST'), after: text })
export const standingSearch = searchParams({ organisation: text, show: oneOf('all', 'short') })
export const rotationSearch = searchParams({ site: text, all: flag, order: oneOf('EXPIRES', 'ROTATE_ON', 'SITE'), after: text })
export const cabinetsSearch = searchParams({ lat: degrees(90), lon: degrees(180), town: text })
