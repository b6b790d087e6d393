// A closure while it is being told: its form and what is marked on the map, kept in the browser until it is told.
import { useEffect, useMemo, useState } from 'react'
import type { MapSketch } from '../../map/content.ts'
import { lineOf, type Degrees } from '../../map/polyline.ts'
import { useRoadsNamed } from './reading.ts'
import { emptyClosure, loadClosureDraft, saveClosureDraft, type CloseRoadForm } from './closeRoadForm.ts'

export function useClosing() {
  const [form, setForm] = useState<CloseRoadForm | null>(null)
  useEffect(() => { if (form) saveClosureDraft(form) }, [form])
  const points = form?.points
  const shape = form?.shape
  const named = useRoadsNamed(form?.shape === 'ROAD' ? form.road : null)
  const found = named.data
  const sketch = useMemo<MapSketch | null>(() => {
    if (!points || !shape) return null
    return shape === 'ROAD' ? { shape, points: [], roads: (found ?? []).flatMap((road) => road.lines.map(lineOf).filter((line) => line !== null)) } : { shape, points }
  }, [points, shape, found])
  const change = (part: Partial<CloseRoadForm>) => setForm((before) => ({ ...(before ?? emptyClosure), ...part }))
  return {
    form,
    sketch,
    named,
    change,
    mark: (point: Degrees) => setForm((before) => (before ? { ...before, points: [...before.points, point] } : before)),
    /** What was typed and not told is there again. */
    begin: (incidentId: string | null) => setForm({ ...loadClosureDraft(), ...(incidentId ? { incidentId } : {}) }),
    leave: () => setForm(null),
    told: () => {
      saveClosureDraft(null)
      setForm(null)
    },
  }
}
