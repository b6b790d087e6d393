import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Loaded } from '../../parts/Loaded.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import type { Trip } from './documents.ts'
import { useTripLoads } from './reading.ts'
import { tripWords } from './tripWords.ts'

/** What is picked up and delivered at each stop; read when opened. */
export function TripLoadsTable({ trip }: { trip: Trip }) {
  const t = useWords(tripWords)
  const name = useNames()
  const loads = useTripLoads(trip.id)
  return (
    <Loaded query={loads} lines={3}>
      {(found) => (
        <div className="trip-loads">
          {found?.stops.map((stop) => {
            const site = trip.stops.find((one) => one.seq === stop.seq)?.site
            return (
              <section key={stop.seq} aria-label={`${stop.seq} ${name(site)}`}>
                <h4>{stop.seq} {name(site)}</h4>
                {(['pickups', 'deliveries'] as const).map((kind) => stop[kind].length > 0 && (
                  <div key={kind}>
                    <span className="muted">{t(kind === 'pickups' ? 'pick' : 'drop')}</span>
                    <ul>
                      {stop[kind].map((load, index) => (
                        <li key={`${load.lot.id} ${index}`}>
                          {name(load.item)} <span className="muted code">{load.lot.lotNo}</span> <Quantity value={load.quantity} of={load.item} />
                          {load.item.coldChain && <span className="mark-cold"> {t('cold')}</span>}
                          {load.item.hazardClass && <span className="mark-hazard"> {t('hazard', { classes: load.item.hazardClass })}</span>}
                        </li>
                      ))}
                    </ul>
                  </div>
                ))}
              </section>
            )
          })}
        </div>
      )}
    </Loaded>
  )
}
