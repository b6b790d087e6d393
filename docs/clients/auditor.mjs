// An auditor's extract: who was refused what, read page by page without holding more than one.
import { signIn } from './changping.mjs'

const auditor = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'auditor', process.env.CHANGPING_DEMO_PASSWORD)
const entries = auditor.pages(`query ($after: String) { auditEntries(first: 100, after: $after) { nodes { at account action outcome } pageInfo { hasNextPage endCursor } } }`, 'auditEntries')
let read = 0
const refused = []
for await (const entry of entries) {
  read++
  if (entry.outcome === 'REFUSED') refused.push(`${entry.account} ${entry.action}`)
  if (read === 1000) break
}
console.log(`${read} entries read, ${refused.length} refusals`)
