// What waits for the keeper: transfers to receive, waybills to sign, rotation tasks, stocktakes; and the open incidents that goods are issued for.
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'
import { may, type Viewer } from '../../shared/session.ts'

const TransfersQuery = graphql(`
  query FieldTransfers {
    documents(kind: TRANSFER, state: IN_TRANSIT, first: 50) {
      nodes {
        id number occurredAt note site { id nameZh nameEn } counterSite { id nameZh nameEn }
        movements { lineNo quantity item { id code nameZh nameEn unitZh unitEn scale packSize packageNameZh } lot { id lotNo serialNo expiresOn } }
      }
    }
  }
`)
const WaybillsQuery = graphql(`
  query FieldWaybills {
    waybills(inTransitOnly: true, first: 50) {
      nodes {
        id number issuedAt trip { vehicle { plate } } toSite { id nameZh nameEn organisation { id parent { id } } town { id } }
        lines { lineNo sent fromSite { nameZh nameEn } item { id code nameZh nameEn unitZh unitEn scale packSize packageNameZh } lot { id lotNo serialNo expiresOn } }
      }
    }
  }
`)
const RotationQuery = graphql(`
  query FieldRotation {
    rotationTasks(openOnly: true, first: 200) {
      nodes { id site { id nameZh nameEn } item { id code nameZh nameEn unitZh unitEn } lot { id lotNo serialNo expiresOn } quantity rotateOn expiresOn replaceFirst keptFor }
    }
  }
`)
const CountsQuery = graphql(`query FieldCounts { stockCounts(state: OPEN, first: 50) { nodes { id number site { id nameZh nameEn } progress { lines counted } } } }`)
const IncidentsQuery = graphql(`query FieldIncidents { incidents(openOnly: true, first: 50) { nodes { id number name level drill startedAt } } }`)

export type Transfer = ResultOf<typeof TransfersQuery>['documents']['nodes'][number]
export type Waybill = ResultOf<typeof WaybillsQuery>['waybills']['nodes'][number]
export type RotationTask = ResultOf<typeof RotationQuery>['rotationTasks']['nodes'][number]
export type CountTask = ResultOf<typeof CountsQuery>['stockCounts']['nodes'][number]
export type Incident = ResultOf<typeof IncidentsQuery>['incidents']['nodes'][number]
export type Tasks = { transfers: Transfer[]; waybills: Waybill[]; rotation: RotationTask[]; counts: CountTask[]; incidents: Incident[] }

/** Whether arrivals at a place are the viewer's to confirm: a site that they keep, or one of their organisation as a liaison officer. */
function confirms(viewer: Viewer, place: Waybill['toSite']): boolean {
  if (viewer.keepsSites.some((site) => site.id === place.id)) return true
  const mine = viewer.posts.filter((post) => post.role === 'LIAISON').map((post) => post.organisation.id)
  return [place.organisation.id, place.organisation.parent?.id, place.town?.id].some((id) => id !== undefined && mine.includes(id))
}

const oldestFirst = <T>(rows: readonly T[], of: (row: T) => string): T[] => [...rows].sort((a, b) => (of(a) < of(b) ? -1 : 1))

/** Loads what the viewer's posts allow. */
export async function loadTasks(viewer: Viewer): Promise<Tasks> {
  const kept = new Set(viewer.keepsSites.map((site) => site.id))
  const [transfers, waybills, rotation, counts, incidents] = await Promise.all([
    may(viewer, 'stock.receive') ? ask(TransfersQuery).then((answer) => answer.documents.nodes) : [],
    may(viewer, 'arrival.confirm') ? ask(WaybillsQuery).then((answer) => answer.waybills.nodes) : [],
    may(viewer, 'rotation.complete') ? ask(RotationQuery).then((answer) => answer.rotationTasks.nodes) : [],
    may(viewer, 'count.enter') ? ask(CountsQuery).then((answer) => answer.stockCounts.nodes) : [],
    may(viewer, 'stock.issue') && may(viewer, 'incident.read') ? ask(IncidentsQuery).then((answer) => answer.incidents.nodes) : [],
  ])
  return {
    transfers: oldestFirst(transfers.filter((transfer) => transfer.counterSite && kept.has(transfer.counterSite.id)), (transfer) => transfer.occurredAt),
    waybills: oldestFirst(waybills.filter((waybill) => confirms(viewer, waybill.toSite)), (waybill) => waybill.issuedAt),
    rotation: rotation.filter((task) => kept.has(task.site.id)),
    counts: [...counts].reverse(), // the oldest first
    incidents: incidents.filter((incident) => !incident.drill),
  }
}
