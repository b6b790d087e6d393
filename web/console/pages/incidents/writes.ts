// What the pages of incidents write.
import { graphql } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'

export const OpenIncident = graphql(`
  mutation OpenIncident($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id number } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const AddNeed = graphql(`
  mutation AddNeed($input: AddNeedInput!) { addNeed(input: $input) { incident { id } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const CloseIncident = graphql(`
  mutation CloseIncident($input: CloseIncidentInput!) { closeIncident(input: $input) { incident { id } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const ChangeGreenLanePasses = graphql(`
  mutation ChangeGreenLanePasses($input: ChangeGreenLanePassesInput!) { changeGreenLanePasses(input: $input) { incident { id } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const ProposeAllocation = graphql(`
  mutation ProposeAllocation($input: ProposeAllocationInput!) { proposeAllocation(input: $input) { allocation { id number } replayed warnings { ...WarningFields } userErrors { ...UserErrors } } }
`, [UserErrors, WarningFields])
export const EditAllocation = graphql(`
  mutation EditAllocation($input: EditAllocationInput!) { editAllocation(input: $input) { allocation { id revision } replayed warnings { ...WarningFields } userErrors { ...UserErrors } } }
`, [UserErrors, WarningFields])
export const ApproveAllocation = graphql(`
  mutation ApproveAllocation($input: ApproveAllocationInput!) { approveAllocation(input: $input) { allocation { id revision } replayed warnings { ...WarningFields } userErrors { ...UserErrors } } }
`, [UserErrors, WarningFields])
export const CancelAllocation = graphql(`
  mutation CancelAllocation($input: CancelAllocationInput!) { cancelAllocation(input: $input) { allocation { id revision } replayed warnings { ...WarningFields } userErrors { ...UserErrors } } }
`, [UserErrors, WarningFields])
export const PlanTrips = graphql(`
  mutation PlanTrips($input: PlanTripsInput!) { planTrips(input: $input) { trips { id } allocation { id unserved { quantity } } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const RehearseTrips = graphql(`
  mutation RehearseTrips($input: PlanTripsInput!) {
    planTrips(input: $input) {
      trips {
        id rehearsed departAt returnAt distanceMetres loadKg loadM3 estimated closures { id note }
        vehicle { id plate typeZh typeEn capacityKg capacityM3 coldChain carrier { id nameZh nameEn } homeSite { id nameZh nameEn } }
        stops { seq arriveAt dueAt site { id nameZh nameEn } }
      }
      allocation { id unserved { quantity reason line { id item { id nameZh nameEn unitZh unitEn } fromSite { nameZh nameEn } toSite { nameZh nameEn } } } }
      replayed userErrors { ...UserErrors }
    }
  }
`, [UserErrors])
export const DispatchTrip = graphql(`
  mutation DispatchTrip($input: TripInput!) { dispatchTrip(input: $input) { trip { id state waybills { id number } } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const RerouteTrip = graphql(`
  mutation RerouteTrip($input: TripInput!) { rerouteTrip(input: $input) { trip { id number stops { seq arriveAt dueAt site { nameZh nameEn } } } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const TellTripPosition = graphql(`
  mutation TellTripPosition($input: TellTripPositionInput!) { tellTripPosition(input: $input) { trip { id number } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const CancelTrip = graphql(`
  mutation CancelTrip($input: TripInput!) { cancelTrip(input: $input) { trip { id state } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const ConfirmArrival = graphql(`
  mutation ConfirmArrival($input: ConfirmArrivalInput!) { confirmArrival(input: $input) { waybill { id state } replayed warnings { ...WarningFields } userErrors { ...UserErrors } } }
`, [UserErrors, WarningFields])
export const CloseRoad = graphql(`
  mutation CloseRoad($input: CloseRoadInput!) { closeRoad(input: $input) { closure { id } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
export const OpenRoad = graphql(`
  mutation OpenRoad($input: OpenRoadInput!) { openRoad(input: $input) { closure { id } replayed userErrors { ...UserErrors } } }
`, [UserErrors])
