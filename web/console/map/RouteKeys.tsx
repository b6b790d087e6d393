import { useWords } from '../../shared/i18n/words.ts'
import { legsOf, type MapContent } from './content.ts'
import { day, night } from './palette.ts'
import { words } from './words.ts'

/** Whether anything follows the roads of a map, whose makers are to be named. */
export const byRoad = (content: MapContent): boolean => content.routes.some((route) => legsOf(route).some((leg) => !leg.estimated)) || content.closures.some((closure) => closure.roads.length > 0)

/** What the lines and the signs at the places mean; only what is drawn. */
export function RouteKeys({ content, dark = false }: { content: MapContent; dark?: boolean }) {
  const t = useWords(words)
  const palette = dark ? night : day
  const has = (state: string) => content.routes.some((route) => route.state === state)
  const relief = (state: string) => content.sites.some((site) => site.relief === state)
  const estimated = content.routes.some((route) => legsOf(route).some((leg) => leg.estimated))
  const line = (colour: string, width: number, more: { dashes?: string; hollow?: number } = {}) => (
    <svg width="30" height="10" aria-hidden="true" focusable="false">
      <line x1="0" y1="5" x2="30" y2="5" stroke={colour} strokeWidth={width} strokeDasharray={more.hollow ? undefined : more.dashes} />
      {more.hollow && <line x1="0" y1="5" x2="30" y2="5" stroke={palette.halo} strokeWidth={more.hollow} strokeDasharray={more.dashes} />}
    </svg>
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
      {content.flows.length > 0 && <span className="map-key">{line(palette.flow, 3)}{t('flow')}</span>}
      {has('PLANNED') && <span className="map-key">{line(palette.route, 5, { hollow: 2 })}{t('planned')}</span>}
      {has('DISPATCHED') && <span className="map-key">{line(palette.route, 4)}{t('dispatched')}</span>}
      {has('ARRIVED') && <span className="map-key">{line(palette.arrived, 2)}{t('arrived')}</span>}
      {content.routes.some((route) => route.barred) && <span className="map-key">{line(palette.closed, 4)}{t('barred')}</span>}
      {estimated && <span className="map-key">{line(palette.route, 3, { dashes: '8 5' })}{t('estimated')}</span>}
      {content.closures.length > 0 && <span className="map-key">{line(palette.closed, 8, { hollow: 4, dashes: '5 5' })}{t('closed')}</span>}
    </>
  )
}
