// An administrator's nightly import of floors: set, or told why not.
import { Refused, signIn } from './changping.mjs'

const administrator = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'admin', process.env.CHANGPING_DEMO_PASSWORD)
const { itemByCode: blanket } = await administrator.ask(`{ itemByCode(code: "XQ-LR-0018") { id nameZh } }`)
for (const floor of ['10', '-1']) {
  try {
    const { minimum } = await administrator.write('setMinimum', { kind: 'POLICY', scope: 'DISTRICT', itemId: blanket.id, floor }, 'minimum { floor }')
    console.log(`${blanket.nameZh}: the floor is ${minimum.floor}`)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.log(`${blanket.nameZh}: ${floor} is refused with ${error.code}`)
  }
}
