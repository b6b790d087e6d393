// An auditor's extract: who was refused what in the last week, chosen by the server and read page by page without holding
// more than one.
import { signIn } from './changping.mjs'

const auditor = await signIn(process.env.CHANGPING ?? 'http://localhost:8080', 'auditor', process.env.CHANGPING_DEMO_PASSWORD)
const where = {
  at: { gte: new Date(Date.now() - 7 * 86_400_000).toISOString() },
  outcome: { eq: 'REFUSED' },
  not: { or: [{ account: { in: ['admin', 'auditor'] } }, { action: { contains: 'stocktake' } }] },
}
const entries = auditor.pages(`query ($after: String, $where: AuditEntryFilter) { auditEntries(first: 100, after: $after, where: $where) { nodes { at account action outcome } pageInfo { hasNextPage endCursor } } }`, 'auditEntries', { where })
const refused = []
for await (const entry of entries) refused.push(`${entry.account} ${entry.action}`)
const { auditEntries } = await auditor.ask(`query ($where: AuditEntryFilter) { auditEntries(where: $where) { totalCount } }`, { where })
console.log(`${refused.length} entries read of ${auditEntries.totalCount}, such as ${refused[0]}`)
