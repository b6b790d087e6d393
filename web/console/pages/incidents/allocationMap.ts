// The flows of a proposal as a map: from the sites that give to the places that get.
import { emptyMap, type MapContent, type MapSite } from '../../map/content.ts'
import type { AllocationIncident, AllocationLine, SiteRow } from './documents.ts'
import { siteOnMap, townsOnMap, withinTown, type Naming } from './incidentMap.ts'
import { flowsOf } from './proposal.ts'

type Towns = Parameters<typeof townsOnMap>[0]

export const flowId = (from: string, to: string): string => `flow ${from} ${to}`

export function allocationMap(incident: AllocationIncident, lines: readonly AllocationLine[], towns: Towns, name: Naming, linesWord: (count: number) => string): MapContent {
  const sites = new Map<string, MapSite>()
  const relief = new Map(incident.places.map((place) => [place.site.id, place]))
  const put = (site: SiteRow): MapSite => {
    const known = sites.get(site.id)
    if (known) return known
    const place = relief.get(site.id)
    const made = siteOnMap(site, name, place ? { label: withinTown(name(site), name(incident.town)), ...(place.people > 0 ? { relief: place.relievedAt ? ('stopped' as const) : ('running' as const) } : {}) } : {})
    sites.set(site.id, made)
    return made
  }
  for (const place of incident.places) put(place.site)
  const byId = new Map(lines.flatMap((line) => [[line.fromSite.id, line.fromSite], [line.toSite.id, line.toSite]] as const))
  const sums = flowsOf(lines)
  const most = Math.max(1, ...sums.map((sum) => sum.lines))
  const flows = sums.map((sum) => ({ id: flowId(sum.from, sum.to), from: put(byId.get(sum.from)!), to: put(byId.get(sum.to)!), label: linesWord(sum.lines), weight: sum.lines / most }))
  return { ...emptyMap, towns: townsOnMap(towns, name), sites: [...sites.values()], flows }
}
