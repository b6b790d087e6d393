// An enterprise's own system: it issues from its store, and learns in numbers how far its covenant lets it go.
import { Refused, signIn } from './changping.mjs'

const partner = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'partner', process.env.CHANGPING_DEMO_PASSWORD)
const { itemByCode: water } = await partner.ask(`{ itemByCode(code: "XQ-LR-0043") { id } }`)
let shop
for await (const site of partner.pages(`query ($after: String) { sites(first: 100, after: $after) { nodes { id code } pageInfo { hasNextPage endCursor } } }`, 'sites')) if (site.code === 'E01-W') shop = site
const issue = (quantity) => partner.ask(`mutation ($input: IssueGoodsInput!) { issueGoods(input: $input) { document { number } userErrors { code message ... on BelowMinimum { floor available requested } } } }`, {
  input: { requestKey: crypto.randomUUID(), siteId: shop.id, reason: 'CONSUMPTION', lines: [{ itemId: water.id, quantity }] },
})
const [refusal] = (await issue('4800')).issueGoods.userErrors
if (refusal?.code !== 'BELOW_MINIMUM') throw new Error('the covenant did not hold')
const left = Number(refusal.available) - Number(refusal.floor) // whole bottles: small numbers, no fractions
console.log(`refused with ${refusal.code}: ${refusal.available} there, ${refusal.floor} agreed; ${left} may go`)
const { document } = (await issue(String(left))).issueGoods
console.log(`issued ${document.number}`)
try {
  await partner.ask(`{ auditEntries { nodes { id } } }`)
} catch (error) {
  if (!(error instanceof Refused)) throw error
  console.log(`what is not the partner's is refused: ${error.code}`)
}
