// How closed roads are drawn, those that are being marked, and the roads under them.
import Feature from 'ol/Feature.js'
import LineString from 'ol/geom/LineString.js'
import MultiLineString from 'ol/geom/MultiLineString.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import { fromLonLat } from 'ol/proj.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type { MapClosure, MapSketch } from './content.ts'
import type { Palette } from './palette.ts'
import type { Degrees } from './polyline.ts'
import { font } from './styles.ts'

export type Drawn = { readonly feature: Feature; readonly style: (selected: boolean) => Style[] }

const onMap = (point: Degrees) => fromLonLat([point[0], point[1]])
const ring = (points: readonly Degrees[]) => [[...points, points[0]!].map(onMap)]

/** Barrier tape along the road, or round the area, and the sign that nobody enters at its ends. */
export function drawClosure(closure: MapClosure, palette: Palette, textPx: number): Drawn[] {
  const scale = textPx / 14
  const tape = (selected: boolean, fill?: string) => [
    new Style({ stroke: new Stroke({ color: selected ? palette.select : palette.closed, width: 8 * scale, lineCap: 'butt' }), ...(fill ? { fill: new Fill({ color: fill }) } : {}), zIndex: 3 }),
    new Style({ stroke: new Stroke({ color: palette.halo, width: 4 * scale, lineCap: 'butt', lineDash: [7, 7] }), zIndex: 4 }),
  ]
  const sign = (point: Degrees): Drawn => ({ feature: new Feature(new Point(onMap(point))), style: () => signStyles(palette, scale) })
  if (closure.shape === 'AREA') {
    if (closure.points.length < 3) return []
    return [{ feature: new Feature(new Polygon(ring(closure.points))), style: (selected) => tape(selected, palette.closed + '2e') }, sign(middleOf(closure.points))]
  }
  const ways = closure.roads.length > 0 ? closure.roads : closure.points.length > 1 ? [closure.points] : []
  const ends = closure.points.length > 1 ? [closure.points[0]!, closure.points[closure.points.length - 1]!] : closure.points
  return [
    ...(ways.length > 0 ? [{ feature: new Feature(new MultiLineString(ways.map((way) => way.map(onMap)))), style: (selected: boolean) => tape(selected) }] : []),
    ...ends.map(sign),
  ]
}

const middleOf = (points: readonly Degrees[]): Degrees => [points.reduce((sum, point) => sum + point[0], 0) / points.length, points.reduce((sum, point) => sum + point[1], 0) / points.length]

const signStyles = (palette: Palette, scale: number): Style[] => [
  new Style({ image: new CircleStyle({ radius: 9 * scale, fill: new Fill({ color: palette.closed }), stroke: new Stroke({ color: palette.halo, width: 2 }) }), zIndex: 7 }),
  new Style({ text: new Text({ text: '–', font: font(17 * scale, 700), offsetY: 0.5, fill: new Fill({ color: palette.halo }) }), zIndex: 8 }),
]

/** What is being marked: its points numbered, joined as they will be closed. */
export function drawSketch(sketch: MapSketch, palette: Palette, textPx: number): Drawn[] {
  const scale = textPx / 14
  const join = new Style({ stroke: new Stroke({ color: palette.select, width: 3, lineDash: [4, 4] }), fill: new Fill({ color: palette.select + '1f' }), zIndex: 12 })
  const shape = sketch.points.length < 2 ? null : sketch.shape === 'AREA' && sketch.points.length > 2 ? new Polygon(ring(sketch.points)) : new LineString(sketch.points.map(onMap))
  return [
    ...(sketch.roads && sketch.roads.length > 0 ? [{ feature: new Feature(new MultiLineString(sketch.roads.map((road) => road.map(onMap)))), style: () => [new Style({ stroke: new Stroke({ color: palette.select, width: 6 * scale }), zIndex: 12 })] }] : []),
    ...(shape ? [{ feature: new Feature<Polygon | LineString>(shape) as Feature, style: () => [join] }] : []),
    ...sketch.points.map((point, i): Drawn => ({
      feature: new Feature(new Point(onMap(point))),
      style: () => [new Style({
        image: new CircleStyle({ radius: 9 * scale, fill: new Fill({ color: palette.select }), stroke: new Stroke({ color: palette.halo, width: 2 }) }),
        text: new Text({ text: String(i + 1), font: font(11 * scale, 700), fill: new Fill({ color: palette.halo }) }),
        zIndex: 13,
      })],
    })),
  ]
}

/** The roads under everything, as one shape: thousands of lines are drawn at once. */
export function drawRoads(lines: readonly (readonly Degrees[])[], palette: Palette): Drawn[] {
  if (lines.length === 0) return []
  return [{ feature: new Feature(new MultiLineString(lines.map((line) => line.map(onMap)))), style: () => [new Style({ stroke: new Stroke({ color: palette.road, width: 1.4 }) })] }]
}
