// A keeper's scanner: goods come in at a depot, and the stock card shows them.
import { signIn } from './changping.mjs'

const keeper = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'keeper', process.env.CHANGPING_DEMO_PASSWORD)
const { viewer, itemByCode: water } = await keeper.ask(`query ($code: String!) {
  viewer { keepsSites { id code nameZh } }
  itemByCode(code: $code) { id nameZh unitZh packSize }
}`, { code: 'XQ-LR-0043' })
const depot = viewer.keepsSites.find((site) => site.code === 'D01')
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10)
const line = { itemId: water.id, quantity: '10', inPacks: true, lotNo: 'CLIENT-1', expiresOn: inAYear }
const input = { requestKey: crypto.randomUUID(), siteId: depot.id, reason: 'PURCHASE', lines: [line] }
const first = await keeper.write('receiveGoods', input, 'document { number }')
const again = await keeper.write('receiveGoods', input, 'document { number }') // as after a lost answer
console.log(`received ${first.document.number}; sent twice, done once: ${again.replayed && again.document.number === first.document.number}`)
const card = await keeper.ask(`query ($site: ID!, $item: ID!) { stockCard(siteId: $site, itemId: $item, first: 1) { nodes { quantityIn balance document { number } } } }`, { site: depot.id, item: water.id })
console.log(`the card shows ${card.stockCard.nodes[0].quantityIn} ${water.unitZh} in by ${card.stockCard.nodes[0].document.number}`)
