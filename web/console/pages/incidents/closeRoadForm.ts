// A closure as it is being told: what is marked and typed, what is wrong with it, and the input made from it. Kept in the browser until told.
import type { ClosureShape } from '../../map/content.ts'
import type { Box } from '../../map/roadMap.ts'
import type { Degrees } from '../../map/polyline.ts'
import { instantOf } from './shelters.ts'

export const closureReasons = ['FLOODED', 'COLLAPSED', 'OBSTRUCTED', 'TRAFFIC_CONTROL', 'WORKS', 'OTHER'] as const

/** A road by its name, or its part between two that meet it, or within a box. */
export type RoadPart = { readonly name: string; readonly from?: string | null; readonly to?: string | null; readonly within?: Box | null }

/** road: what was looked for by its name; null: nothing yet. */
export type CloseRoadForm = {
  readonly shape: ClosureShape
  readonly points: readonly Degrees[]
  readonly road: RoadPart | null
  readonly name: string
  readonly reason: (typeof closureReasons)[number]
  readonly incidentId: string | null
  readonly from: string
  readonly until: string
  readonly passesGo: boolean
}

export const emptyClosure: CloseRoadForm = { shape: 'ALONG', points: [], road: null, name: '', reason: 'FLOODED', incidentId: null, from: '', until: '', passesGo: false }

export const leastPoints = (shape: ClosureShape): number => (shape === 'AREA' ? 3 : shape === 'ROAD' ? 0 : 1)

export type CloseRoadFault = 'faultPoints' | 'faultRoad' | 'faultEnds' | 'faultName' | 'faultFrom' | 'faultUntil'

export function closureFaults(form: CloseRoadForm, now: number): Partial<Record<'points' | 'road' | 'name' | 'from' | 'until', CloseRoadFault>> {
  const name = form.name.trim()
  const from = form.from ? instantOf(form.from) : null
  const until = form.until ? instantOf(form.until) : null
  const begins = from ? Date.parse(from) : now
  return {
    ...(form.shape === 'ROAD' && form.road === null ? { road: 'faultRoad' as const } : {}),
    ...(form.shape === 'ROAD' && form.road && !form.road.from !== !form.road.to ? { road: 'faultEnds' as const } : {}),
    ...(form.points.length < leastPoints(form.shape) ? { points: 'faultPoints' as const } : {}),
    ...(name === '' || name.length > 100 ? { name: 'faultName' as const } : {}),
    ...(form.from && from === null ? { from: 'faultFrom' as const } : {}),
    ...(form.until && (until === null || Date.parse(until) <= Math.max(begins, now)) ? { until: 'faultUntil' as const } : {}),
  }
}

/** The input of closeRoad; only for a form without faults. */
export function closureInput(form: CloseRoadForm) {
  return {
    reason: form.reason,
    note: form.name.trim(),
    shape: form.shape,
    ...(form.shape === 'ROAD' && form.road ? { road: form.road } : {}),
    points: (form.shape === 'ROAD' ? [] : form.points).map(([longitude, latitude]) => ({ latitude, longitude })),
    passesGo: form.passesGo,
    ...(form.incidentId ? { incidentId: form.incidentId } : {}),
    ...(form.from ? { fromAt: instantOf(form.from)! } : {}),
    ...(form.until ? { untilAt: instantOf(form.until)! } : {}),
  }
}

const draftKey = 'changping.draft.closure'

export function loadClosureDraft(): CloseRoadForm {
  try {
    return { ...emptyClosure, ...(JSON.parse(localStorage.getItem(draftKey) ?? '{}') as Partial<CloseRoadForm>) }
  } catch {
    return emptyClosure
  }
}

/** null: it was told, or given up with nothing marked. */
export function saveClosureDraft(form: CloseRoadForm | null): void {
  if (form === null) localStorage.removeItem(draftKey)
  else localStorage.setItem(draftKey, JSON.stringify(form))
}
