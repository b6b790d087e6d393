// Where people go: the automatic choice as the server makes it, shown before the incident is opened, and the check of a choice by hand.
import { degrees, type MapPoint } from '../../map/content.ts'

export type ShelterSite = MapPoint & { readonly id: string; readonly peopleCapacity: number | null }
export type Placed = { readonly siteId: string; readonly people: number }

const rad = Math.PI / 180

/** Straight-line metres between two points. */
export function metresBetween(a: MapPoint, b: MapPoint): number {
  const [[lonA, latA], [lonB, latB]] = [degrees(a), degrees(b)]
  const h = Math.sin(((latB - latA) * rad) / 2) ** 2 + Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lonB - lonA) * rad) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h))
}

export function nearestFirst<S extends MapPoint>(sites: readonly S[], from: MapPoint): S[] {
  return sites.map((site) => ({ site, metres: metresBetween(from, site) })).sort((a, b) => a.metres - b.metres).map(({ site }) => site)
}

/** The nearest shelters with room, filled in turn; left: people for whom there is no room. */
export function fillNearest(sites: readonly ShelterSite[], from: MapPoint, people: number): { placed: Placed[]; left: number } {
  const placed: Placed[] = []
  let left = people
  for (const site of nearestFirst(sites, from)) {
    const here = Math.min(left, site.peopleCapacity ?? 0)
    if (here > 0) {
      placed.push({ siteId: site.id, people: here })
      left -= here
    }
  }
  return { placed, left }
}

/** A whole number of people as typed, or null. */
export function peopleOf(typed: string): number | null {
  const folded = typed.normalize('NFKC').replace(/[\s,]/g, '')
  return /^\d{1,7}$/.test(folded) ? Number(folded) : null
}

/** A time typed as 2026-11-24T14:05 is a time in Asia/Shanghai, which keeps no summer time. */
export const instantOf = (typed: string): string | null => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? new Date(`${typed}:00+08:00`).toISOString() : null)
