import { useWords } from '../../shared/i18n/words.ts'
import type { MapContent } from './content.ts'
import { day, night } from './palette.ts'
import { words } from './words.ts'

/** What the lines and the signs at the places mean; only what is drawn. */
export function RouteKeys({ content, dark = false }: { content: MapContent; dark?: boolean }) {
  const t = useWords(words)
  const palette = dark ? night : day
  const has = (state: string) => content.routes.some((route) => route.state === state)
  const relief = (state: string) => content.sites.some((site) => site.relief === state)
  const line = (colour: string, dashes?: string) => (
    <svg width="30" height="8" aria-hidden="true" focusable="false"><line x1="0" y1="4" x2="30" y2="4" stroke={colour} strokeWidth="3" strokeDasharray={dashes} /></svg>
  )
  const triangle = (state: 'running' | 'late' | 'stopped') => (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d="M8 1.5 15 14.5H1Z" fill={state === 'running' ? palette.halo : palette.relief[state]} stroke={palette.relief[state]} strokeWidth="2" />
      {state !== 'running' && <text x="8" y="13" textAnchor="middle" fontSize="9" fontWeight="700" fill={palette.halo}>{state === 'late' ? '!' : '✓'}</text>}
    </svg>
  )
  return (
    <>
      {(['running', 'late', 'stopped'] as const).map((state) => relief(state) && <span key={state} className="map-key">{triangle(state)}{t(state)}</span>)}
      {content.flows.length > 0 && <span className="map-key">{line(palette.flow)}{t('flow')}</span>}
      {has('PLANNED') && <span className="map-key">{line(palette.route, '8 5')}{t('planned')}</span>}
      {has('DISPATCHED') && <span className="map-key">{line(palette.route)}{t('dispatched')}</span>}
      {has('ARRIVED') && <span className="map-key">{line(palette.arrived, '2 4')}{t('arrived')}</span>}
    </>
  )
}
