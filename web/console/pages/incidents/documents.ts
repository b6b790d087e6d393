// What the pages of incidents read. Fragments name what several of them show.
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'

export const SiteFields = graphql(`
  fragment SiteFields on Site { id code nameZh nameEn kind latitude longitude peopleCapacity town { id code } organisation { id } }
`)
export const ItemFields = graphql(`
  fragment ItemFields on Item { id code nameZh nameEn unitZh unitEn scale spec packSize packageNameZh packPolicy coldChain hazardClass category { code } }
`)
export const PlaceFields = graphql(`
  fragment PlaceFields on IncidentPlace { people reliefDueAt relievedAt site { ...SiteFields } }
`, [SiteFields])
export const WaybillFields = graphql(`
  fragment WaybillFields on Waybill { id number state issuedAt signedAt signedName late toSite { ...SiteFields } }
`, [SiteFields])
export const ClosureFields = graphql(`
  fragment ClosureFields on RoadClosure { id reason note shape points { latitude longitude } road { name from to } roads roadNames passesGo fromAt untilAt closedBy incident { id name } }
`)
export const RoadNamesQuery = graphql(`
  query RoadNames($shape: RoadClosureShape!, $points: [GeoPointInput!]!) { roadNames(shape: $shape, points: $points) }
`)
export const RoadsNamedQuery = graphql(`
  query RoadsNamed($road: ClosedRoadInput!) { roadsNamed(road: $road) { name metres lines crossings } }
`)
export const TripFields = graphql(`
  fragment TripFields on Trip {
    id allocationId number state revision departAt returnAt distanceMetres loadKg loadM3 estimated greenLane reroutedAt
    vehicle { id plate typeZh typeEn capacityKg capacityM3 coldChain hazardClasses carrier { id nameZh nameEn } homeSite { ...SiteFields } }
    stops { seq arriveAt departAt legMetres legLine dueAt site { ...SiteFields } }
    closures { id note }
    position { latitude longitude atStop nextStop toldAt toldBy }
    waybills { ...WaybillFields }
    shortLoads { planned loaded reason note released item { id nameZh nameEn unitZh unitEn } lot { lotNo } toSite { id nameZh nameEn } }
  }
`, [SiteFields, WaybillFields])
export const IncidentFields = graphql(`
  fragment IncidentFields on Incident {
    id number name level peopleAffected coverDays startedAt reliefDueAt drill state revision
    scenario { code nameZh nameEn } town { id code nameZh nameEn latitude longitude }
    places { ...PlaceFields }
  }
`, [PlaceFields])

export const RoadClosuresQuery = graphql(`
  query RoadClosures { roadClosures(standingOnly: true, first: 250) { nodes { ...ClosureFields } } }
`, [ClosureFields])

export const IncidentsQuery = graphql(`
  query Incidents($openOnly: Boolean, $orderBy: IncidentOrder, $first: Int, $after: String) {
    incidents(openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes { ...IncidentFields progress { asked allotted sent arrived lost late } allocations { id number state } trips { id state } }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [IncidentFields])

export const IncidentsCountQuery = graphql(`query IncidentsInAll($openOnly: Boolean) { incidents(openOnly: $openOnly, first: 1) { totalCount totalCountExact } }`)
export const TripsCountQuery = graphql(`query TripsInAll($openOnly: Boolean) { trips(openOnly: $openOnly, first: 1) { totalCount totalCountExact } }`)
export const WaybillsCountQuery = graphql(`query WaybillsInAll($inTransitOnly: Boolean) { waybills(inTransitOnly: $inTransitOnly, first: 1) { totalCount totalCountExact } }`)

export const IncidentQuery = graphql(`
  query Incident($id: ID!) {
    node(id: $id) {
      __typename
      ... on Incident {
        ...IncidentFields
        progress { asked allotted sent arrived lost late site { id nameZh nameEn } item { ...ItemFields } }
        allocations { id number state revision createdAt shortfalls { quantity reason need { id } } unserved { quantity reason } }
        trips { ...TripFields }
        greenLaneVehicles { id plate }
      }
    }
  }
`, [IncidentFields, ItemFields, TripFields])

export const NeedsQuery = graphql(`
  query IncidentNeeds($id: ID!) {
    node(id: $id) {
      __typename
      ... on Incident { id needs { id quantity neededBy priority origin working site { id nameZh nameEn } item { ...ItemFields } } }
    }
  }
`, [ItemFields])

export const AllocationQuery = graphql(`
  query Allocation($incident: ID!, $allocation: ID!) {
    incident: node(id: $incident) {
      __typename
      ... on Incident {
        ...IncidentFields
        needs { id quantity neededBy priority origin working site { ...SiteFields } item { ...ItemFields } }
        trips { id state }
        greenLaneVehicles { id plate }
      }
    }
    allocation: node(id: $allocation) {
      __typename
      ... on Allocation {
        id number state revision createdAt
        lines {
          id quantity proposed distanceMetres reason need { id } item { id scale }
          fromSite { ...SiteFields } toSite { ...SiteFields }
          lot { id lotNo serialNo expiresOn } reserve { id source tier custody owner { id nameZh nameEn } } facts { name value }
        }
        shortfalls { quantity reason need { id } facts { name value } }
        unserved { quantity reason line { id item { id nameZh nameEn unitZh unitEn } fromSite { nameZh nameEn } toSite { nameZh nameEn } } }
      }
    }
  }
`, [IncidentFields, SiteFields, ItemFields])

export const TripQuery = graphql(`
  query Trip($id: ID!) {
    node(id: $id) {
      __typename
      ... on Trip {
        id
        stops {
          seq
          pickups { lineId quantity lot { id lotNo expiresOn } item { ...ItemFields weightKg volumeM3 } }
          deliveries { lineId quantity lot { id lotNo expiresOn } item { ...ItemFields weightKg volumeM3 } }
        }
      }
    }
  }
`, [ItemFields])

export const TripsQuery = graphql(`
  query Trips($openOnly: Boolean, $orderBy: TripOrder, $first: Int, $after: String) {
    trips(openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes { ...TripFields incident { id number name drill level } }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [TripFields])

export const WaybillsQuery = graphql(`
  query Waybills($toSiteId: ID, $inTransitOnly: Boolean, $orderBy: WaybillOrder, $first: Int, $after: String) {
    waybills(toSiteId: $toSiteId, inTransitOnly: $inTransitOnly, orderBy: $orderBy, first: $first, after: $after) {
      nodes { ...WaybillFields lines { lineNo } trip { id number vehicle { plate } stops { arriveAt dueAt site { id } } incident { id number name drill } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [WaybillFields])

export const WaybillQuery = graphql(`
  query Waybill($id: ID!) {
    node(id: $id) {
      __typename
      ... on Waybill {
        ...WaybillFields
        trip {
          id number departAt loadKg loadM3 incident { id number name drill level }
          vehicle { plate typeZh typeEn coldChain hazardClasses carrier { nameZh nameEn } }
          stops { seq arriveAt dueAt site { id } }
        }
        lines { lineNo sent received short damaged reason fromSite { id nameZh nameEn } lot { lotNo expiresOn } item { ...ItemFields } }
      }
    }
  }
`, [WaybillFields, ItemFields])

export const ScenariosQuery = graphql(`
  query Scenarios { scenarios { code nameZh nameEn durationDays people rationale } }
`)

export const VehiclesQuery = graphql(`
  query Vehicles {
    vehicles(first: 250) { nodes { id plate capacityKg capacityM3 coldChain hazardClasses inService carrier { id nameZh nameEn } } }
  }
`)

export const BreachesQuery = graphql(`
  query BreachesOpen { workbench { breachesOpen } }
`)

export const LotsQuery = graphql(`
  query LotsOfItem($itemId: ID!, $after: String) {
    balances(itemId: $itemId, first: 250, after: $after) {
      nodes { available site { ...SiteFields } lot { id lotNo serialNo expiresOn quality } reserve { id source tier purpose owner { id nameZh nameEn } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [SiteFields])

type Nodes<T> = Extract<NonNullable<T>, { id: string }>
export type IncidentRow = ResultOf<typeof IncidentsQuery>['incidents']['nodes'][number]
export type Incident = Nodes<ResultOf<typeof IncidentQuery>['node']>
export type Place = Incident['places'][number]
export type SiteRow = Place['site']
export type Trip = Incident['trips'][number]
export type TripRow = ResultOf<typeof TripsQuery>['trips']['nodes'][number]
export type TripLoads = Nodes<ResultOf<typeof TripQuery>['node']>
export type Need = Nodes<ResultOf<typeof NeedsQuery>['node']>['needs'][number]
export type AllocationIncident = Nodes<ResultOf<typeof AllocationQuery>['incident']>
export type Allocation = Nodes<ResultOf<typeof AllocationQuery>['allocation']>
export type AllocationLine = Allocation['lines'][number]
export type AllocationNeed = AllocationIncident['needs'][number]
export type WaybillRow = ResultOf<typeof WaybillsQuery>['waybills']['nodes'][number]
export type Waybill = Nodes<ResultOf<typeof WaybillQuery>['node']>
export type Scenario = ResultOf<typeof ScenariosQuery>['scenarios'][number]
export type RoadClosure = ResultOf<typeof RoadClosuresQuery>['roadClosures']['nodes'][number]
export type LotRow = ResultOf<typeof LotsQuery>['balances']['nodes'][number]
