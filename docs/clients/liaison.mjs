// A liaison officer's list of what is on the way; what arrived whole is signed for.
import { signIn } from './changping.mjs'

const liaison = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'liaison-xinkou', process.env.CHANGPING_DEMO_PASSWORD)
const { waybills } = await liaison.ask(`{ waybills(inTransitOnly: true, first: 50) { nodes { id number toSite { nameZh } lines { lineNo sent item { nameZh } } } } }`)
for (const waybill of waybills.nodes) await liaison.write('confirmArrival', { waybillId: waybill.id, signedName: '王联络' }, 'waybill { state }')
console.log(`${waybills.nodes.length} waybills signed`)
