// Where a vehicle is said to be: what is typed or marked, what is wrong with it, and the input made from it.
import type { Degrees } from '../../map/polyline.ts'

/** at: at a point, which goes to nextStop, or at a stop. */
export type Placing = { readonly tripId: string; readonly at: 'POINT' | 'STOP'; readonly latitude: string; readonly longitude: string; readonly nextStop: number; readonly stop: number | null }

/** A degree as it is typed: digits with a point, full-width ones too; null: it is none, or beyond most. */
function degree(text: string, most: number): number | null {
  const plain = text.normalize('NFKC').trim()
  if (!/^-?\d{1,3}(\.\d+)?$/.test(plain)) return null
  const value = Number(plain)
  return Math.abs(value) <= most ? value : null
}

/** The point, as [longitude, latitude]; null: it is not whole yet. */
export function shownPoint({ latitude, longitude }: Pick<Placing, 'latitude' | 'longitude'>): Degrees | null {
  const [north, east] = [degree(latitude, 90), degree(longitude, 180)]
  return north === null || east === null ? null : [east, north]
}

/** The position to be told; or what is missing. */
export function positionOf(placing: Placing): { point: { latitude: number; longitude: number }; nextStop: number } | { atStop: number } | 'placeFault' | 'stopFault' {
  if (placing.at === 'STOP') return placing.stop === null ? 'stopFault' : { atStop: placing.stop }
  const point = shownPoint(placing)
  return point === null ? 'placeFault' : { point: { latitude: point[1], longitude: point[0] }, nextStop: placing.nextStop }
}

type Ahead = { readonly stops: readonly { readonly seq: number; readonly arriveAt: string }[] }

/** The stop that a vehicle goes to next by its plan; the last where it has been at all. */
export const nextByPlan = ({ stops }: Ahead, now: number): number => stops.find((stop) => Date.parse(stop.arriveAt) > now)?.seq ?? stops.length
