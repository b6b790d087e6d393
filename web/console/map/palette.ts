// The colours of the map, by day and on the dark screen. Each stands at 3:1 or better against its ground; none speaks alone:
// kinds differ by shape, relief states carry a sign and a word, routes differ by their weight, and by dashes where they are estimates.
import type { ReliefMark, SiteKind } from './content.ts'

export type Palette = {
  readonly ground: string
  readonly net: string
  readonly netText: string
  readonly town: string
  readonly label: string
  readonly halo: string
  readonly faint: string
  readonly flow: string
  readonly route: string
  readonly arrived: string
  readonly select: string
  readonly closed: string
  readonly road: string
  readonly site: Readonly<Record<SiteKind, string>>
  readonly relief: Readonly<Record<ReliefMark, string>>
}

export const day: Palette = {
  ground: '#f3f6f8', net: '#d9e0e6', netText: '#5b6670', town: '#4a5560', label: '#14202b', halo: '#ffffff', faint: '#94a0ab',
  flow: '#2a6f97', route: '#0b5cad', arrived: '#256b3a', select: '#14202b', closed: '#b42318', road: '#b4bfc9',
  site: { DEPOT: '#0b3c6f', HUB: '#3d3d3d', TOWN_STORE: '#0b5cad', ENTERPRISE_STORE: '#6a3d9a', SHELTER: '#5b6670', PUBLIC_CABINET: '#8a5a00' },
  relief: { running: '#93500a', late: '#b42318', stopped: '#256b3a' },
}

export const night: Palette = {
  ground: '#0f172a', net: '#233047', netText: '#93a3b8', town: '#a9b7c9', label: '#f1f5f9', halo: '#0f172a', faint: '#64748b',
  flow: '#5eb3dd', route: '#7cb3ff', arrived: '#6bd08a', select: '#ffffff', closed: '#ff8a8a', road: '#3b4a63',
  site: { DEPOT: '#9cc7ff', HUB: '#d5dbe3', TOWN_STORE: '#7cb3ff', ENTERPRISE_STORE: '#c4a5f0', SHELTER: '#a9b7c9', PUBLIC_CABINET: '#e5b567' },
  relief: { running: '#fb923c', late: '#ff6b6b', stopped: '#6bd08a' },
}
