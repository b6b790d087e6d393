// The net of meridians and parallels behind the map: there is no boundary data in the system, and none is invented.
export type GraticuleLine = { readonly label: string; readonly from: [number, number]; readonly to: [number, number]; readonly meridian: boolean }

/** Hundredths of a degree between lines, so that a view has about four to ten of them. */
export function spacing(spanDegrees: number): number {
  for (const step of [1, 2, 5, 10, 20, 50]) if (spanDegrees * 100 <= step * 10) return step
  return 100
}

/** The lines within [west, south, east, north], in degrees. */
export function graticule([west, south, east, north]: readonly [number, number, number, number]): GraticuleLine[] {
  const step = spacing(Math.max(east - west, north - south))
  const lines: GraticuleLine[] = []
  const first = (edge: number) => Math.ceil((edge * 100) / step) * step
  for (let x = first(west); x <= east * 100; x += step) lines.push({ label: `${(x / 100).toFixed(2)}°E`, from: [x / 100, south], to: [x / 100, north], meridian: true })
  for (let y = first(south); y <= north * 100; y += step) lines.push({ label: `${(y / 100).toFixed(2)}°N`, from: [west, y / 100], to: [east, y / 100], meridian: false })
  return lines
}
