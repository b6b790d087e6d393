// Closed roads as the pages of incidents show them: what they are called, and what the map gets.
import { useMemo } from 'react'
import { dateTime } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { degrees, type MapClosure } from '../../map/content.ts'
import { lineOf, type Degrees } from '../../map/polyline.ts'
import { useSites } from '../../parts/sites.ts'
import { closureWords } from './closureWords.ts'
import type { RoadClosure } from './documents.ts'
import { useRoadClosures } from './reading.ts'

type Point = { readonly latitude: number; readonly longitude: number }
type Place = { readonly latitude: string; readonly longitude: string }

/** The nearest of places to a point, as the crow flies; good enough to say near what something lies. */
export function nearest<P extends Place>(places: readonly P[], point: Point | undefined): P | undefined {
  if (!point) return undefined
  const scale = Math.cos((point.latitude * Math.PI) / 180)
  let best: { place: P; distance: number } | undefined
  for (const place of places) {
    const [longitude, latitude] = degrees(place)
    const distance = ((longitude - point.longitude) * scale) ** 2 + (latitude - point.latitude) ** 2
    if (!best || distance < best.distance) best = { place, distance }
  }
  return best?.place
}

/** What a closure is called: what was typed, else the site that it is near. */
export function useClosureName(): (closure: { readonly note: string; readonly points: readonly Point[] }) => string {
  const t = useWords(closureWords)
  const name = useNames()
  const sites = useSites().data
  return (closure) => {
    if (closure.note.trim() !== '') return closure.note.trim()
    const site = nearest(sites ?? [], closure.points[0])
    return site ? t('near', { name: name(site) }) : t('somewhere')
  }
}

/** A closure with the names of its roads, if what it is called does not say them: the three of which most is closed. */
export function withRoads(closure: string, roads: readonly string[]): string {
  const more = roads.slice(0, 3).filter((road) => !closure.includes(road))
  return more.length > 0 ? `${closure} (${more.join(', ')})` : closure
}

/** useClosureName of a closure that a trip names: the trip tells no points, so that a page of trips stays cheap; the list of closures has them. */
export function useBarringName(): (closure: { readonly id: string; readonly note: string }) => string {
  const called = useClosureName()
  const closures = useRoadClosures().data
  return (closure) => {
    const found = closures?.find((one) => one.id === closure.id)
    return found ? withRoads(called(found), found.roadNames) : called({ note: closure.note, points: [] })
  }
}

export const closureOnMap = (closure: RoadClosure, label: string, note: string): MapClosure => ({
  id: closure.id,
  label,
  note,
  shape: closure.shape,
  points: closure.points.map((point): Degrees => [point.longitude, point.latitude]),
  roads: closure.roads.flatMap((road) => {
    const line = lineOf(road)
    return line ? [line] : []
  }),
})

/** The closed roads for a map, worded. */
export function useClosuresOnMap(): readonly MapClosure[] {
  const t = useWords(closureWords)
  const term = useTerm()
  const called = useClosureName()
  const inLanguage = useLanguage()
  const sites = useSites().data
  const closures = useRoadClosures().data
  const words = (closure: RoadClosure) => `${term(closure.reason)}, ${t('since', { time: dateTime(closure.fromAt) })}, ${closure.untilAt ? t('until', { time: dateTime(closure.untilAt) }) : t('open')}`
  // The words change with the language and the sites only, though their functions are new every time.
  return useMemo(() => (closures ?? []).map((closure) => closureOnMap(closure, called(closure), words(closure))), [closures, sites, inLanguage])
}
