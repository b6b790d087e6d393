// How each thing on the map is drawn: one shape per kind of site, dashes per state of a route, a sign per state of a relief clock.
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import RegularShape from 'ol/style/RegularShape.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type { MapFlow, MapRoute, MapSite, SiteKind } from './content.ts'
import type { Palette } from './palette.ts'

const family = '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC",system-ui,sans-serif'
export const font = (px: number, weight = 500) => `${weight} ${px}px ${family}`

const outline: Record<SiteKind, { points: number; radius: number; angle: number; inner?: number }> = {
  DEPOT: { points: 4, radius: 11, angle: Math.PI / 4 },
  HUB: { points: 4, radius: 10, angle: 0 },
  TOWN_STORE: { points: 4, radius: 8, angle: Math.PI / 4 },
  ENTERPRISE_STORE: { points: 5, radius: 9, angle: 0 },
  SHELTER: { points: 3, radius: 10, angle: 0 },
  PUBLIC_CABINET: { points: 4, radius: 8, angle: 0, inner: 2.5 },
}

function mark(site: MapSite, palette: Palette, scale: number): RegularShape {
  const { points, radius, angle, inner } = outline[site.kind]
  const colour = site.faint ? palette.faint : site.relief ? palette.relief[site.relief] : palette.site[site.kind]
  const size = radius * scale * (site.faint ? 0.6 : site.relief ? 1.25 : 1)
  // A clock that still runs is hollow, one that has stopped or is late is filled.
  const hollow = site.relief === 'running' || (site.kind === 'SHELTER' && !site.relief && !site.faint)
  return new RegularShape({
    points, radius: size, angle, ...(inner === undefined ? {} : { radius2: inner * scale }),
    fill: new Fill({ color: hollow ? palette.ground : colour }),
    stroke: new Stroke({ color: hollow ? colour : palette.halo, width: hollow ? 3 * scale : 1.5 }),
  })
}

const signs = { running: '', late: '!', stopped: '✓' } as const

export function siteStyles(site: MapSite, palette: Palette, textPx: number, selected: boolean): Style[] {
  const scale = textPx / 14
  const styles = [new Style({ image: mark(site, palette, scale), zIndex: site.faint ? 1 : site.relief ? 5 : 3 })]
  if (site.relief && signs[site.relief])
    styles.push(new Style({ text: new Text({ text: signs[site.relief], font: font(11 * scale, 700), offsetY: 2 * scale, fill: new Fill({ color: palette.halo }) }), zIndex: 6 }))
  if (site.kind === 'DEPOT' && !site.faint) styles.push(new Style({ image: new CircleStyle({ radius: 3 * scale, fill: new Fill({ color: palette.halo }) }), zIndex: 4 }))
  if (selected) styles.push(new Style({ image: new CircleStyle({ radius: 19 * scale, stroke: new Stroke({ color: palette.select, width: 3 }) }), zIndex: 9 }))
  return styles
}

/** The label of a site: its name, and under it what is to be known. Decluttered. */
export function siteLabel(site: MapSite, palette: Palette, textPx: number, selected: boolean): Style | undefined {
  if (site.faint && !selected) return undefined
  return new Style({
    zIndex: selected ? 10 : site.relief === 'late' ? 9 : site.relief === 'running' ? 8 : site.relief ? 7 : site.kind === 'DEPOT' ? 6 : 3,
    text: new Text({
      text: site.note ? `${site.label}\n${site.note}` : site.label,
      font: font(textPx - 1, site.relief || selected ? 600 : 500),
      textAlign: 'left', offsetX: 15 * (textPx / 14), padding: [2, 4, 2, 2], overflow: true,
      fill: new Fill({ color: site.relief ? palette.relief[site.relief] : palette.label }),
      stroke: new Stroke({ color: palette.halo, width: 4 }),
    }),
  })
}

export const townLabel = (label: string, palette: Palette, textPx: number): Style =>
  new Style({
    zIndex: 0,
    text: new Text({ text: label, font: font(textPx + 1, 400), textAlign: 'center', offsetY: -12, padding: [2, 4, 2, 4], fill: new Fill({ color: palette.town }), stroke: new Stroke({ color: palette.halo, width: 3 }) }),
  })

export const townMark = (palette: Palette): Style => new Style({ image: new CircleStyle({ radius: 3.5, fill: new Fill({ color: palette.halo }), stroke: new Stroke({ color: palette.town, width: 1.5 }) }) })

export function flowStyle(flow: MapFlow, palette: Palette, selected: boolean, muted: boolean): Style {
  return new Style({
    stroke: new Stroke({ color: (selected ? palette.select : palette.flow) + (muted ? '40' : 'cc'), width: (1.5 + 5 * flow.weight) * (selected ? 1.4 : 1), lineCap: 'butt' }),
    zIndex: selected ? 3 : 1,
  })
}

/** A head that points along a line, drawn at a place on it. */
export function headStyle(rotation: number, colour: string, scale: number): RegularShape {
  return new RegularShape({ points: 3, radius: 7 * scale, rotation: rotation + Math.PI / 2, rotateWithView: true, fill: new Fill({ color: colour }) })
}

/** A leg of a route: hollow while planned, full on the way, thin when arrived; dashed where it is an estimate and no road. */
export function legStyle(route: MapRoute, estimated: boolean, palette: Palette, selected: boolean, muted: boolean): Style[] {
  const fade = muted ? '38' : route.state === 'ARRIVED' ? 'b0' : ''
  const colour = selected ? palette.select : (route.barred ? palette.closed : route.state === 'ARRIVED' ? palette.arrived : palette.route) + fade
  const width = (route.state === 'PLANNED' ? 5 : route.state === 'DISPATCHED' ? 4 : 2) * (selected ? 1.4 : 1)
  const dashes = estimated ? { lineDash: [11, 8] } : {}
  const line = (color: string, wide: number, zIndex: number) => new Style({ stroke: new Stroke({ color, width: wide, lineCap: 'butt', lineJoin: 'round', ...dashes }), zIndex })
  const under = selected ? 5 : 2
  return route.state === 'PLANNED' && !muted ? [line(colour, width, under), line(palette.halo, width * 0.4, under + 0.5)] : [line(colour, width, under)]
}

/** Where a vehicle was last said to be: its plate beside a ring. */
export function vehicleStyle(plate: string, palette: Palette, textPx: number, selected: boolean): Style {
  const scale = textPx / 14
  const colour = selected ? palette.select : palette.route
  return new Style({
    zIndex: 13,
    image: new CircleStyle({ radius: 7 * scale, fill: new Fill({ color: palette.halo }), stroke: new Stroke({ color: colour, width: 4 * scale }) }),
    text: new Text({ text: plate, font: font(textPx - 2, 700), offsetY: 18 * scale, padding: [2, 4, 1, 4], fill: new Fill({ color: palette.halo }), backgroundFill: new Fill({ color: colour }) }),
  })
}

/** The number of a stop, beside its site so that both are seen. */
export function stopStyle(numbers: string, palette: Palette, textPx: number): Style {
  const scale = textPx / 14
  return new Style({
    zIndex: 12,
    text: new Text({
      text: numbers, font: font(textPx - 2, 700), offsetX: -17 * scale, offsetY: -13 * scale, padding: [2, 4, 1, 4],
      fill: new Fill({ color: palette.halo }), backgroundFill: new Fill({ color: palette.route }),
    }),
  })
}
