// The drawn map in React. It is the default export of a chunk of its own, loaded when a page first shows a map.
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import type { MapContent } from './content.ts'
import { Drawing } from './drawing.ts'
import './map.css'
import { day, night } from './palette.ts'

export type MapHandle = { zoom: (by: number) => void; fit: () => void; picture: () => Promise<Blob | null> }
export type MapCanvasProps = {
  content: MapContent
  selected: string | null
  onSelect: (id: string | null) => void
  label: string
  dark: boolean
  textPx: number
  handle: Ref<MapHandle>
}

export default function MapCanvas({ content, selected, onSelect, label, dark, textPx, handle }: MapCanvasProps) {
  const target = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const select = useRef(onSelect)
  select.current = onSelect

  useEffect(() => {
    const made = new Drawing(target.current!, { palette: dark ? night : day, textPx }, (id) => select.current(id))
    drawing.current = made
    return () => {
      drawing.current = null
      made.end()
    }
  }, [dark, textPx])
  useEffect(() => drawing.current?.show(content), [content, dark, textPx])
  useEffect(() => drawing.current?.select(selected), [selected, content, dark, textPx])
  useImperativeHandle(handle, () => ({
    zoom: (by) => drawing.current?.zoom(by),
    fit: () => drawing.current?.fitAgain(),
    picture: () => drawing.current?.picture() ?? Promise.resolve(null),
  }), [])

  // role application: the arrow keys go to the map, which says so in its name.
  return <div ref={target} className={dark ? 'map-canvas map-dark' : 'map-canvas'} tabIndex={0} role="application" aria-label={label} />
}
