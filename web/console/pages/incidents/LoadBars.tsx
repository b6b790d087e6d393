import { quantity } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import type { Trip } from './documents.ts'
import { Meter } from './Meter.tsx'
import { fullness, isOver, short } from './tripFigures.ts'
import { tripWords } from './tripWords.ts'

/** Weight and volume loaded in all against what the vehicle takes at once, as bars and numbers. */
export function LoadBars({ trip }: { trip: Pick<Trip, 'loadKg' | 'loadM3'> & { vehicle: Pick<Trip['vehicle'], 'capacityKg' | 'capacityM3'> } }) {
  const t = useWords(tripWords)
  const bar = (label: string, key: 'ofKg' | 'ofM3', unit: string, load: string, capacity: string) => {
    const figures = { load: quantity(short(load)), capacity: quantity(short(capacity)), unit }
    // More in all than the vehicle takes at once: the plan loads and unloads on the way and keeps to the limit each time.
    return (
      <div className="load-bar">
        <span className="muted">{label}</span>
        <Meter value={fullness(load, capacity)} />
        <span className="number">{t(isOver(load, capacity) ? 'inRounds' : key, figures)}</span>
      </div>
    )
  }
  return (
    <div className="load-bars">
      {bar(t('weight'), 'ofKg', 'kg', trip.loadKg, trip.vehicle.capacityKg)}
      {bar(t('volume'), 'ofM3', 'm³', trip.loadM3, trip.vehicle.capacityM3)}
    </div>
  )
}
