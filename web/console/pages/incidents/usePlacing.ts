// Where a vehicle is, while it is being told: of which trip, and the point that is marked on the map beside it.
import { useMemo, useState } from 'react'
import type { MapSketch } from '../../map/content.ts'
import type { Degrees } from '../../map/polyline.ts'
import { shownPoint, type Placing } from './vehiclePlace.ts'

export function usePlacing() {
  const [placing, setPlacing] = useState<Placing | null>(null)
  const sketch = useMemo<MapSketch | null>(() => {
    if (!placing || placing.at !== 'POINT') return null
    const point = shownPoint(placing)
    return { shape: 'ALONG', points: point ? [point] : [] }
  }, [placing])
  return {
    placing,
    sketch,
    begin: (tripId: string, nextStop: number) => setPlacing({ tripId, at: 'POINT', latitude: '', longitude: '', nextStop, stop: null }),
    change: (part: Partial<Placing>) => setPlacing((before) => (before ? { ...before, ...part } : before)),
    mark: ([longitude, latitude]: Degrees) => setPlacing((before) => (before ? { ...before, latitude: latitude.toFixed(6), longitude: longitude.toFixed(6) } : before)),
    leave: () => setPlacing(null),
  }
}
export type Place = ReturnType<typeof usePlacing>
