import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Loaded } from '../../parts/Loaded.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import type { Trip, TripLoads } from './documents.ts'
import { useTripLoads } from './reading.ts'
import { onBoard } from './tripFigures.ts'
import { tripWords } from './tripWords.ts'

type Stop = TripLoads['stops'][number]

/** What is picked up and delivered at each stop, and what is then on board; read when opened. */
export function TripLoadsTable({ trip }: { trip: Trip }) {
  const loads = useTripLoads(trip.id)
  return <Loaded query={loads} lines={3}>{(found) => <StopLoads trip={trip} stops={found?.stops ?? []} />}</Loaded>
}

function StopLoads({ trip, stops }: { trip: Trip; stops: readonly Stop[] }) {
  const t = useWords(tripWords)
  const name = useNames()
  const boards = onBoard(stops)
  return (
    <div className="trip-loads">
      {stops.map((stop, index) => {
        const site = name(trip.stops.find((one) => one.seq === stop.seq)?.site)
        const board = boards[index]!
        return (
          <section key={stop.seq} aria-label={`${stop.seq} ${site}`}>
            <h4>{stop.seq} {site} <span className="muted">{t('leaves', { kg: board.kg.toLocaleString('en-US'), m3: board.m3.toLocaleString('en-US') })}</span></h4>
            {(['pickups', 'deliveries'] as const).map((kind) => stop[kind].length > 0 && <LoadList key={kind} title={t(kind === 'pickups' ? 'pick' : 'drop')} loads={stop[kind]} />)}
          </section>
        )
      })}
    </div>
  )
}

function LoadList({ title, loads }: { title: string; loads: Stop['pickups'] }) {
  const t = useWords(tripWords)
  const name = useNames()
  return (
    <div>
      <span className="muted">{title}</span>
      <ul>
        {loads.map((load, index) => (
          <li key={`${load.lot.id} ${index}`}>
            {name(load.item)} <span className="muted code">{load.lot.lotNo}</span> <Quantity value={load.quantity} of={load.item} />
            {load.item.coldChain && <> <span className="mark-cold">{t('cold')}</span></>}
            {load.item.hazardClass && <> <span className="mark-hazard">{t('hazard', { classes: load.item.hazardClass })}</span></>}
          </li>
        ))}
      </ul>
    </div>
  )
}
