// The map as OpenLayers draws it, on a canvas: no tiles, no WebGL, nothing from elsewhere. Plain code without React.
import Feature from 'ol/Feature.js'
import OlMap from 'ol/Map.js'
import View from 'ol/View.js'
import ScaleLine from 'ol/control/ScaleLine.js'
import { boundingExtent, containsExtent } from 'ol/extent.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import { defaults as interactions } from 'ol/interaction/defaults.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { drawClosure, drawRoads, drawSketch, type Drawn } from './closedRoads.ts'
import { degrees, focusPoints, legsOf, type MapContent, type MapSketch } from './content.ts'
import { graticule } from './graticule.ts'
import type { Palette } from './palette.ts'
import type { Degrees } from './polyline.ts'
import type { Box } from './roadMap.ts'
import { flowStyle, font, headStyle, legStyle, siteLabel, siteStyles, stopStyle, townLabel, townMark, vehicleStyle } from './styles.ts'

export type Look = { readonly palette: Palette; readonly textPx: number }
type Kept = { id: string | undefined; style: (selected: string | null) => Style | Style[] | undefined }

const keep = new WeakMap<Feature, Kept>()

/** What a page does when something is chosen, a point is marked, or another part of the map is seen. */
export type Doings = { readonly onSelect: (id: string | null) => void; readonly onPick: (point: Degrees) => void; readonly onView: (box: Box) => void }

function feature(geometry: Point | LineString, id: string | undefined, style: Kept['style']): Feature {
  const made = new Feature(geometry)
  keep.set(made, { id, style })
  return made
}

const at = (point: { latitude: string; longitude: string }) => fromLonLat(degrees(point))

export class Drawing {
  readonly map: OlMap
  private readonly lines = new VectorSource()
  private readonly marks = new VectorSource()
  private readonly labels = new VectorSource()
  private readonly net = new VectorSource()
  private readonly roads = new VectorSource()
  private readonly sketches = new VectorSource()
  /** While a closure is marked, a click marks a point and chooses nothing. */
  private picking = false
  private selected: string | null = null
  private content: MapContent | null = null
  private focus = ''
  private found: MapSketch['roads'] | null = null
  /** Once somebody has moved the map, what comes later no longer moves it. */
  private touched = false
  private readonly stopWatching: () => void

  constructor(target: HTMLElement, private readonly look: Look, private readonly doings: Doings) {
    const style = (one: unknown) => keep.get(one as Feature)?.style(this.selected) ?? []
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.map = new OlMap({
      target,
      controls: [new ScaleLine({ minWidth: 80 })],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false, onFocusOnly: true, zoomDuration: still ? 0 : 150 }),
      layers: [
        new VectorLayer({ source: this.roads, style }),
        new VectorLayer({ source: this.net, style }),
        new VectorLayer({ source: this.lines, style }),
        new VectorLayer({ source: this.marks, style }),
        new VectorLayer({ source: this.labels, style, declutter: true }),
        new VectorLayer({ source: this.sketches, style }),
      ],
      view: new View({ center: fromLonLat([117.1, 39.04]), zoom: 10.5, minZoom: 8, maxZoom: 17, enableRotation: false }),
    })
    this.map.on('pointerdrag', () => (this.touched = true))
    for (const event of ['wheel', 'keydown', 'dblclick'] as const) target.addEventListener(event, () => (this.touched = true), { passive: true })
    this.map.on('moveend', () => {
      this.drawNet()
      this.tellView()
    })
    this.map.on('rendercomplete', () => target.setAttribute('data-drawn', 'true'))
    this.map.on('singleclick', (event) => {
      if (this.picking) return doings.onPick(toLonLat(event.coordinate) as [number, number])
      let hit: string | null = null
      this.map.forEachFeatureAtPixel(event.pixel, (one) => {
        hit ??= keep.get(one as Feature)?.id ?? null
        return hit !== null
      }, { hitTolerance: 8 })
      doings.onSelect(hit)
    })
    this.map.on('pointermove', (event) => {
      if (!event.dragging) target.style.cursor = this.picking ? 'crosshair' : this.map.hasFeatureAtPixel(event.pixel, { hitTolerance: 6, layerFilter: (layer) => layer.getSource() !== this.net && layer.getSource() !== this.roads }) ? 'pointer' : ''
    })
    // The map is fitted anew only where its room changed before anybody moved it.
    let width = 0
    const watch = new ResizeObserver(() => {
      this.map.updateSize()
      if (width === 0 && target.clientWidth > 0) this.fit()
      width = target.clientWidth
      this.drawNet() // the first frame and a change of size are no move
    })
    watch.observe(target)
    this.stopWatching = () => watch.disconnect()
  }

  show(content: MapContent): void {
    this.content = content
    const { palette, textPx } = this.look
    const muted = (id: string) => this.selected !== null && this.selected !== id && this.isLine(this.selected)
    const lines: Feature[] = []
    for (const flow of content.flows) {
      const ends = [at(flow.from), at(flow.to)] as [number[], number[]]
      lines.push(feature(new LineString(ends), flow.id, (selected) => flowStyle(flow, palette, selected === flow.id, muted(flow.id))))
      lines.push(this.head(ends[0], ends[1], flow.id, palette.flow, muted))
    }
    const stopsAt = new Map<string, { point: number[]; entries: { route: string; seq: number }[] }>()
    for (const route of content.routes) {
      for (const leg of legsOf(route)) {
        const path = leg.way.map((point) => fromLonLat([point[0], point[1]]))
        lines.push(feature(new LineString(path), route.id, (selected) => legStyle(route, leg.estimated, palette, selected === route.id, muted(route.id))))
      }
      for (const stop of route.stops) {
        const key = `${stop.longitude} ${stop.latitude}`
        const here = stopsAt.get(key) ?? { point: at(stop), entries: [] }
        here.entries.push({ route: route.id, seq: stop.seq })
        stopsAt.set(key, here)
      }
    }
    for (const closure of content.closures) lines.push(...this.put(drawClosure(closure, palette, textPx), closure.id))
    this.lines.clear(true)
    this.lines.addFeatures(lines)
    const marks: Feature[] = content.towns.map((town) => feature(new Point(at(town)), undefined, () => townMark(palette)))
    for (const site of content.sites) marks.push(feature(new Point(at(site)), site.id, (selected) => siteStyles(site, palette, textPx, selected === site.id)))
    // Stops are numbered for the route selected, or where there is only one: fifteen routes at once would be a heap of numbers.
    const stops = Array.from(stopsAt.values(), ({ point, entries }) =>
      feature(new Point(point), undefined, (selected) => {
        const shown = entries.filter((entry) => entry.route === selected || content.routes.length === 1)
        return shown.length > 0 ? stopStyle(shown.map((entry) => entry.seq).join(', '), palette, textPx) : undefined
      }))
    for (const { id, vehicle } of content.routes) if (vehicle) marks.push(feature(new Point(at(vehicle)), id, (selected) => vehicleStyle(vehicle.label, palette, textPx, selected === id)))
    this.marks.clear(true)
    this.marks.addFeatures(marks)
    this.labels.clear(true)
    this.labels.addFeatures([
      ...stops,
      ...content.towns.map((town) => feature(new Point(at(town)), undefined, () => townLabel(town.label, palette, textPx))),
      ...content.sites.map((site) => feature(new Point(at(site)), site.id, (selected) => siteLabel(site, palette, textPx, selected === site.id))),
    ])
    const focus = focusPoints(content).map(String).sort().join(' ')
    if (focus === this.focus || this.touched) return
    this.focus = focus
    this.fit()
    this.drawNet()
  }

  private isLine(id: string): boolean {
    return this.content !== null && (this.content.flows.some((flow) => flow.id === id) || this.content.routes.some((route) => route.id === id))
  }

  private put(drawn: readonly Drawn[], id?: string): Feature[] {
    return drawn.map((one) => {
      keep.set(one.feature, { id, style: (selected) => one.style(selected !== null && selected === id) })
      return one.feature
    })
  }

  /** What is being marked; null: nothing is, and clicks choose again. */
  sketch(sketch: MapSketch | null): void {
    this.picking = sketch !== null
    this.sketches.clear(true)
    if (sketch) this.sketches.addFeatures(this.put(drawSketch(sketch, this.look.palette, this.look.textPx)))
    this.sketches.changed()
    if (sketch?.roads && sketch.roads !== this.found) this.bringIntoView(sketch.roads)
    this.found = sketch?.roads ?? null
  }

  /** Moves the map to roads that were looked for, where they are not all seen. */
  private bringIntoView(roads: readonly (readonly Degrees[])[]): void {
    const size = this.map.getSize()
    if (roads.length === 0 || !size || size[0] === 0) return
    const extent = boundingExtent(roads.flat().map((point) => fromLonLat([point[0], point[1]])))
    if (containsExtent(this.map.getView().calculateExtent(size), extent)) return
    this.touched = true
    this.map.getView().fit(extent, { padding: [40, 60, 44, 30], maxZoom: 15 })
  }

  showRoads(lines: readonly (readonly Degrees[])[]): void {
    this.roads.clear(true)
    this.roads.addFeatures(this.put(drawRoads(lines, this.look.palette)))
    this.roads.changed()
  }

  centre(): Degrees {
    return toLonLat(this.map.getView().getCenter() ?? [0, 0]) as [number, number]
  }

  private tellView(): void {
    const room = this.map.getSize()
    if (!room || room[0] === 0) return
    const [west, south, east, north] = transformExtent(this.map.getView().calculateExtent(room), 'EPSG:3857', 'EPSG:4326') as [number, number, number, number]
    this.doings.onView({ south, west, north, east })
  }

  private head(from: number[], to: number[], id: string, colour: string, muted: (id: string) => boolean): Feature {
    const [dx, dy] = [to[0]! - from[0]!, to[1]! - from[1]!]
    const place = [from[0]! + dx * 0.62, from[1]! + dy * 0.62]
    return feature(new Point(place), id, () => (muted(id) || (dx === 0 && dy === 0) ? undefined : new Style({ image: headStyle(-Math.atan2(dy, dx), colour, this.look.textPx / 14), zIndex: 2 })))
  }

  select(id: string | null): void {
    if (id === this.selected) return
    this.selected = id
    for (const source of [this.lines, this.marks, this.labels]) source.changed()
  }

  fit(): void {
    const size = this.map.getSize()
    if (!this.content || !size || size[0] === 0) return
    const points = focusPoints(this.content)
    if (points.length === 0) return
    this.map.getView().fit(boundingExtent(points.map((point) => fromLonLat(point))), { padding: [40, Math.min(150, size[0]! * 0.3), this.look.textPx > 20 ? 100 : 44, 30], maxZoom: 14 })
  }

  /** Asked for by hand: from now on the map follows its content again. */
  fitAgain(): void {
    this.touched = false
    this.fit()
  }

  zoom(by: number): void {
    this.touched = true
    const view = this.map.getView()
    view.setZoom((view.getZoom() ?? 11) + by)
  }

  private drawNet(): void {
    const { palette, textPx } = this.look
    const room = this.map.getSize()
    if (!room || room[0] === 0) return
    const size = Math.max(11, textPx - 3)
    const extent = transformExtent(this.map.getView().calculateExtent(room), 'EPSG:3857', 'EPSG:4326') as [number, number, number, number]
    const text = (label: string, meridian: boolean) =>
      new Text({ text: label, font: font(size, 400), fill: new Fill({ color: palette.netText }), textAlign: 'left', textBaseline: 'bottom', offsetX: 4, offsetY: meridian ? size + 6 : -2 })
    this.net.clear(true)
    this.net.addFeatures(graticule(extent).flatMap((line) => [
      feature(new LineString([fromLonLat(line.from), fromLonLat(line.to)]), undefined, () => new Style({ stroke: new Stroke({ color: palette.net, width: 1 }) })),
      feature(new Point(fromLonLat(line.meridian ? line.to : line.from)), undefined, () => new Style({ text: text(line.label, line.meridian) })),
    ]))
  }

  /** What is drawn, as a PNG. */
  picture(): Promise<Blob | null> {
    return new Promise((resolve) => {
      this.map.once('rendercomplete', () => {
        const [width, height] = this.map.getSize() as [number, number]
        const ratio = devicePixelRatio
        const sheet = document.createElement('canvas')
        sheet.width = width * ratio
        sheet.height = height * ratio
        const pen = sheet.getContext('2d')!
        pen.fillStyle = this.look.palette.ground
        pen.fillRect(0, 0, sheet.width, sheet.height)
        for (const layer of this.map.getViewport()?.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas') ?? []) if (layer.width > 0) pen.drawImage(layer, 0, 0, sheet.width, sheet.height)
        sheet.toBlob(resolve)
      })
      this.map.renderSync()
    })
  }

  end(): void {
    this.stopWatching()
    this.map.setTarget(undefined)
    this.map.dispose()
  }
}
