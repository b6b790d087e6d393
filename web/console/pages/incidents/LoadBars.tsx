import { quantity } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import type { Trip } from './documents.ts'
import { Meter } from './Meter.tsx'
import { fullness, isOver, short } from './tripFigures.ts'
import { tripWords } from './tripWords.ts'

/** Weight and volume loaded in all against what the vehicle takes at once, as bars and numbers. */
export function LoadBars({ trip }: { trip: Pick<Trip, 'loadKg' | 'loadM3' | 'vehicle'> }) {
  const t = useWords(tripWords)
  const bar = (label: string, text: string, load: string, capacity: string) => (
    <div className="load-bar">
      <span className="muted">{label}</span>
      <Meter value={fullness(load, capacity)} tone={isOver(load, capacity) ? 'near' : 'busy'} />
      <span className="number">{text}</span>
    </div>
  )
  return (
    <div className="load-bars">
      {bar(t('weight'), t('ofKg', { load: quantity(short(trip.loadKg)), capacity: quantity(short(trip.vehicle.capacityKg)) }), trip.loadKg, trip.vehicle.capacityKg)}
      {bar(t('volume'), t('ofM3', { load: quantity(short(trip.loadM3)), capacity: quantity(short(trip.vehicle.capacityM3)) }), trip.loadM3, trip.vehicle.capacityM3)}
    </div>
  )
}
