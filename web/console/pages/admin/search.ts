// What the addresses of the master data may say.
import { oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const siteKinds = ['DEPOT', 'TOWN_STORE', 'ENTERPRISE_STORE', 'SHELTER', 'PUBLIC_CABINET', 'HUB'] as const
export const organisationKinds = ['DISTRICT_BUREAU', 'DEPARTMENT', 'TOWN', 'ECONOMIC_GROUP', 'COMMUNITY', 'ENTERPRISE', 'SOCIAL_ORGANISATION', 'MILITARY_UNIT', 'NEIGHBOURING_DISTRICT', 'CARRIER'] as const

export const itemsSearch = searchParams({ search: text, category: text, order: oneOf('CODE', 'NAME'), after: text })
export const sitesSearch = searchParams({ kind: oneOf(...siteKinds), town: text, order: oneOf('CODE', 'NAME') })
export type SitesSearch = ReturnType<typeof sitesSearch.read>
export const organisationsSearch = searchParams({ kind: oneOf(...organisationKinds), order: oneOf('CODE', 'NAME') })
export type OrganisationsSearch = ReturnType<typeof organisationsSearch.read>
export const vehiclesSearch = searchParams({ carrier: text, order: oneOf('PLATE', 'CARRIER', 'CAPACITY'), after: text })
export const auditSearch = searchParams({ order: oneOf('NEWEST', 'OLDEST'), after: text })
