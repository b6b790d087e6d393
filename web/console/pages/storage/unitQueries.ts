import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'

const UnitFields = graphql(`
  fragment UnitFields on Unit {
    serialNo labelExpiresOn storageLifeEndsOn certificateDueOn nextDueOn conditionGrade runHours
    lot { id lotNo madeOn quality } item { id code nameZh nameEn spec } site { id code nameZh nameEn } bin { id code }
    reserve { id custody owner { nameZh nameEn } }
  }
`)

const UnitsQuery = graphql(`
  query Units($siteId: ID, $itemId: ID, $serialNo: String, $dueBy: Date, $orderBy: UnitOrder, $first: Int, $after: String) {
    units(siteId: $siteId, itemId: $itemId, serialNo: $serialNo, dueBy: $dueBy, orderBy: $orderBy, first: $first, after: $after) { totalCount totalCountExact nodes { ...UnitFields } pageInfo { hasNextPage endCursor } }
  }
`, [UnitFields])
export type UnitRow = ResultOf<typeof UnitsQuery>['units']['nodes'][number]

const UnitQuery = graphql(`
  query Unit($lotId: ID!) {
    units(lotId: $lotId, first: 1) { nodes { ...UnitFields inspections { id kind result doneOn nextDueOn doneBy certificateNo note conditionGrade runHours place recordedBy recordedAt } } }
  }
`, [UnitFields])
export type UnitCard = ResultOf<typeof UnitQuery>['units']['nodes'][number]

const HistoryQuery = graphql(`
  query UnitHistory($lotId: ID!, $first: Int, $after: String) {
    unitHistory(lotId: $lotId, first: $first, after: $after) { nodes { occurredAt fromPlace toPlace document { id number kind } } pageInfo { hasNextPage endCursor } }
  }
`)

const CalendarQuery = graphql(`
  query InspectionCalendar($siteId: ID, $itemId: ID, $dueBy: Date, $overdueOnly: Boolean, $first: Int, $after: String) {
    inspectionCalendar(siteId: $siteId, itemId: $itemId, dueBy: $dueBy, overdueOnly: $overdueOnly, first: $first, after: $after) {
      totalCount totalCountExact
      nodes { kind result doneOn dueOn overdue lot { id serialNo } item { id code nameZh nameEn } site { id code nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
export type DueRow = ResultOf<typeof CalendarQuery>['inspectionCalendar']['nodes'][number]

type Filter = { siteId: string | null; itemId: string | null; dueBy: string | null; first: number; after: string | null }

export const askUnits = (filter: Filter & { serialNo: string | null; orderBy: 'SERIAL_NO' | 'DUE' | 'ITEM' | null }, signal?: AbortSignal) => ask(UnitsQuery, filter, signal).then((answer) => answer.units)
export const askCalendar = (filter: Filter & { overdueOnly: boolean }, signal?: AbortSignal) => ask(CalendarQuery, filter, signal).then((answer) => answer.inspectionCalendar)
/** The unit that a lot is; null: it lies at no site that the viewer sees. */
export const askUnit = (lotId: string) => ask(UnitQuery, { lotId }).then((answer) => answer.units.nodes[0] ?? null)
export const askHistory = (lotId: string, first: number, after: string | null) => ask(HistoryQuery, { lotId, first, after }).then((answer) => answer.unitHistory)

export const RecordInspection = graphql(`mutation RecordInspection($input: RecordInspectionInput!) { recordInspection(input: $input) { replayed unit { serialNo } userErrors { ...UserErrors } } }`, [UserErrors])
