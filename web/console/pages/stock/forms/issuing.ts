// Who may issue from where, as the server narrows it: keepers and partners at their sites, liaison officers at their shelters,
// dispatchers anywhere, for an incident.
import type { Viewer } from '../../../../shared/session.ts'
import type { SiteChoice } from '../../../parts/sites.ts'

const holds = (viewer: Viewer, role: string) => viewer.posts.some((post) => post.role === role)

export function issuableSites(viewer: Viewer, sites: readonly SiteChoice[]): SiteChoice[] {
  if (holds(viewer, 'DISPATCHER')) return [...sites]
  const kept = new Set(viewer.keepsSites.map((site) => site.id))
  const organisations = new Set(viewer.posts.filter((post) => post.role === 'LIAISON').map((post) => post.organisation.id))
  return sites.filter((site) => kept.has(site.id) || (site.kind === 'SHELTER' && (organisations.has(site.organisation.id) || (site.town !== null && organisations.has(site.town.id)))))
}

const everyday = ['CONSUMPTION', 'DISTRIBUTION', 'LOAN', 'ROTATION', 'INCIDENT'] as const
export type IssueReason = (typeof everyday)[number]

/** The reasons, the likeliest first. */
export function issueReasonsOf(viewer: Viewer): readonly [IssueReason, ...IssueReason[]] {
  if (viewer.keepsSites.length > 0) return everyday
  return holds(viewer, 'DISPATCHER') ? ['INCIDENT'] : ['DISTRIBUTION', 'CONSUMPTION', 'INCIDENT']
}
