// The map of the console: tools, legend, the list of what is drawn, and a boundary round the part that draws.
import { Suspense, lazy, useMemo, useRef, useState } from 'react'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { entriesOf, siteKinds, withoutKinds, type MapContent, type MapSketch, type SiteKind } from './content.ts'
import { MapBoundary } from './MapBoundary.tsx'
import type { MapHandle } from './MapCanvas.tsx'
import './map.css'
import type { Degrees } from './polyline.ts'
import { useRoadMap, type Box } from './roadMap.ts'
import { byRoad, RouteKeys } from './RouteKeys.tsx'
import { SiteShape } from './SiteShape.tsx'
import { words } from './words.ts'

const MapCanvas = lazy(() => import('./MapCanvas.tsx'))

type Props = {
  content: MapContent
  selected: string | null
  onSelect: (id: string | null) => void
  /** What this map is of: its accessible name. */
  title: string
  height?: number | string
  dark?: boolean
  textPx?: number
  /** Kinds switched off at first. */
  hidden?: readonly SiteKind[]
  /** A bare map, without legend and list: the page shows both itself. */
  bare?: boolean
  /** What is being marked; while it is given, clicks mark points, and so does the button for the middle of the map. */
  sketch?: MapSketch | null
  onPick?: (point: Degrees) => void
  /** Told which part of the map is seen. */
  onView?: (box: Box) => void
}

const nothing = () => undefined

export function SiteMap({ content, selected, onSelect, title, height = 420, dark = false, textPx = 14, hidden = [], bare = false, sketch = null, onPick = nothing, onView = nothing }: Props) {
  const t = useWords(words)
  const term = useTerm()
  const handle = useRef<MapHandle>(null)
  const { roads, see } = useRoadMap()
  const [off, setOff] = useState<ReadonlySet<SiteKind>>(() => new Set(hidden))
  const shown = useMemo(() => withoutKinds(content, off), [content, off])
  const entries = useMemo(() => entriesOf(shown), [shown])
  const kinds = siteKinds.filter((kind) => content.sites.some((site) => site.kind === kind))

  const toggle = (kind: SiteKind) =>
    setOff((before) => {
      const after = new Set(before)
      if (!after.delete(kind)) after.add(kind)
      return after
    })
  const save = async () => {
    const blob = await handle.current?.picture()
    if (!blob) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = `${title}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
  const away = <div className="map-away" role="status">{t('failed')}</div>

  return (
    <section className={dark ? 'map-frame map-night' : 'map-frame'} aria-label={title} style={{ height: bare ? height : undefined }}>
      <div className="map-stage" style={bare ? undefined : { height, flex: '0 0 auto' }}>
        <MapBoundary fallback={away}>
          <Suspense fallback={<div className="map-away">{t('loading')}</div>}>
            <MapCanvas content={shown} roads={roads} sketch={sketch} selected={selected} doings={{ onSelect, onPick, onView: (box) => { see(box); onView(box) } }} label={`${title}: ${t('keys')}`} dark={dark} textPx={textPx} handle={handle} />
          </Suspense>
        </MapBoundary>
        {sketch && sketch.shape !== 'ROAD' && (
          <>
            <svg className="map-cross" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"><path d="M14 1v10M14 17v10M1 14h10M17 14h10" /></svg>
            <button type="button" className="map-mark" onClick={() => { const point = handle.current?.centre(); if (point) onPick(point) }}>{t('mark')}</button>
          </>
        )}
        {!bare && (
          <div className="map-tools">
            <button type="button" onClick={() => handle.current?.zoom(1)} aria-label={t('zoomIn')} title={t('zoomIn')}><ToolIcon path="M8 3v10M3 8h10" /></button>
            <button type="button" onClick={() => handle.current?.zoom(-1)} aria-label={t('zoomOut')} title={t('zoomOut')}><ToolIcon path="M3 8h10" /></button>
            <button type="button" onClick={() => handle.current?.fit()} aria-label={t('fit')} title={t('fit')}><ToolIcon path="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" /></button>
            <button type="button" onClick={() => void save()} aria-label={t('picture')} title={t('picture')}><ToolIcon path="M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10" /></button>
          </div>
        )}
      </div>
      {!bare && (
        <>
          <div className="map-legend" role="group" aria-label={t('legend')}>
            {kinds.map((kind) => (
              <button key={kind} type="button" aria-pressed={!off.has(kind)} onClick={() => toggle(kind)}>
                <SiteShape kind={kind} />{term(kind)}
              </button>
            ))}
            <RouteKeys content={shown} />
          </div>
          <p className="map-note">{t('ground')}{(roads.length > 0 || byRoad(content)) && <> {t('osm')}</>}</p>
          <details className="map-list">
            <summary>{t('list', { count: entries.length })}</summary>
            <ul>
              {entries.map((entry) => (
                <li key={entry.id}>
                  <button type="button" aria-pressed={selected === entry.id} onClick={() => onSelect(selected === entry.id ? null : entry.id)}>{entry.text}</button>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  )
}

function ToolIcon({ path }: { path: string }) {
  return <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={path} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" /></svg>
}
