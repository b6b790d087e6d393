// The duty desk: an incident is opened, goods are proposed, approved, planned onto trips and sent.
import { signIn } from './changping.mjs'

const dispatcher = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'dispatcher', process.env.CHANGPING_DEMO_PASSWORD)
dispatcher.inputs = { dispatchTrip: 'TripInput' }
const { organisations } = await dispatcher.ask(`{ organisations(kind: TOWN, first: 50) { nodes { id code } } }`)
const townId = organisations.nodes.find((town) => town.code === '120111102').id
const { incident } = await dispatcher.write('openIncident', { scenarioCode: 'RF', level: 'II', townId, peopleAffected: 1000, coverDays: 1 }, 'incident { id number }')
const { allocation } = await dispatcher.write('proposeAllocation', { incidentId: incident.id }, 'allocation { id revision lines { id } shortfalls { reason } }')
await dispatcher.write('approveAllocation', { allocationId: allocation.id, revision: allocation.revision }, 'allocation { state }') // stale: somebody was faster
const { trips } = await dispatcher.write('planTrips', { allocationId: allocation.id }, 'trips { id revision }')
for (const trip of trips) await dispatcher.write('dispatchTrip', { tripId: trip.id, revision: trip.revision }, 'trip { state }')
console.log(`${incident.number}: ${allocation.lines.length} lines, ${allocation.shortfalls.length} short, ${trips.length} trips sent`)
