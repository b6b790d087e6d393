// The drawn map in React. It is the default export of a chunk of its own, loaded when a page first shows a map.
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import type { MapContent, MapSketch } from './content.ts'
import { Drawing, type Doings } from './drawing.ts'
import './map.css'
import { day, night } from './palette.ts'
import type { Degrees } from './polyline.ts'

export type MapHandle = { zoom: (by: number) => void; fit: () => void; picture: () => Promise<Blob | null>; centre: () => Degrees | null }
export type MapCanvasProps = {
  content: MapContent
  roads: readonly (readonly Degrees[])[]
  /** What is being marked: clicks mark points meanwhile. */
  sketch: MapSketch | null
  selected: string | null
  doings: Doings
  label: string
  dark: boolean
  textPx: number
  handle: Ref<MapHandle>
}

export default function MapCanvas({ content, roads, sketch, selected, doings, label, dark, textPx, handle }: MapCanvasProps) {
  const target = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const now = useRef(doings)
  now.current = doings

  useEffect(() => {
    const made = new Drawing(target.current!, { palette: dark ? night : day, textPx }, { onSelect: (id) => now.current.onSelect(id), onPick: (point) => now.current.onPick(point), onView: (box) => now.current.onView(box) })
    drawing.current = made
    return () => {
      drawing.current = null
      made.end()
    }
  }, [dark, textPx])
  useEffect(() => drawing.current?.show(content), [content, dark, textPx])
  useEffect(() => drawing.current?.showRoads(roads), [roads, dark, textPx])
  useEffect(() => drawing.current?.sketch(sketch), [sketch, dark, textPx])
  useEffect(() => drawing.current?.select(selected), [selected, content, dark, textPx])
  useImperativeHandle(handle, () => ({
    zoom: (by) => drawing.current?.zoom(by),
    fit: () => drawing.current?.fitAgain(),
    picture: () => drawing.current?.picture() ?? Promise.resolve(null),
    centre: () => drawing.current?.centre() ?? null,
  }), [])

  // role application: the arrow keys go to the map, which says so in its name.
  return <div ref={target} className={dark ? 'map-canvas map-dark' : 'map-canvas'} tabIndex={0} role="application" aria-label={label} />
}
