// What the addresses of these pages say.
import { flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const incidentViews = ['progress', 'needs', 'allocations', 'trips', 'waybills', 'timeline'] as const
export type IncidentView = (typeof incidentViews)[number]

export const incidentListSearch = searchParams({ all: flag, order: oneOf('NEWEST', 'LEVEL', 'RELIEF_DUE'), after: text })
export const incidentSearch = searchParams({ view: oneOf(...incidentViews), place: text })
export const allocationSearch = searchParams({ item: text })
export const tripListSearch = searchParams({ all: flag, order: oneOf('STATE', 'NEWEST', 'DEPARTURE'), after: text })
export const waybillListSearch = searchParams({ all: flag, order: oneOf('NEWEST', 'OLDEST'), after: text })
export const boardSearch = searchParams({ screen: flag, incident: text })
