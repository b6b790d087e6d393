import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { useWrite } from '../../useWrite.ts'
import { allocationWords } from './allocationWords.ts'
import type { AllocationIncident } from './documents.ts'
import { GreenLane } from './GreenLane.tsx'
import { useVehicles } from './reading.ts'
import { RehearsedPlan } from './RehearsedPlan.tsx'
import { useRehearsal } from './useRehearsal.ts'
import { PlanTrips as PlanTripsWrite } from './writes.ts'

/** Choosing carriers and planning, at once or after a look at the plan; the search for good routes takes a few seconds, which it says. */
export function PlanTrips({ incidentId, allocationId, passes }: { incidentId: string; allocationId: string; passes: AllocationIncident['greenLaneVehicles'] }) {
  const t = useWords(allocationWords)
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const vehicles = useVehicles(true).data
  const write = useWrite(PlanTripsWrite)
  const rehearsal = useRehearsal()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const working = write.isPending || rehearsal.isPending
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!working) return
    setSeconds(0)
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [working])
  const carriers = useMemo(() => {
    const found = new Map<string, { id: string; nameZh: string; nameEn: string; count: number; cold: number }>()
    for (const vehicle of vehicles?.vehicles.nodes ?? []) {
      if (!vehicle.inService) continue
      const carrier = found.get(vehicle.carrier.id) ?? { ...vehicle.carrier, count: 0, cold: 0 }
      carrier.count++
      if (vehicle.coldChain) carrier.cold++
      found.set(vehicle.carrier.id, carrier)
    }
    return [...found.values()]
  }, [vehicles])
  const chosen = carriers.filter((carrier) => !left.has(carrier.id))
  const choices = { allocationId, carrierIds: chosen.map((carrier) => carrier.id) }
  // A plan is shown for as long as what it was asked for is still chosen.
  const asked = JSON.stringify([choices, passes.map((vehicle) => vehicle.id)])
  const [lookedAt, setLookedAt] = useState('')
  const shown = lookedAt === asked ? rehearsal.data : undefined
  const error = write.error ?? (lookedAt === asked ? rehearsal.error : null)
  const look = () => {
    write.reset()
    setLookedAt(asked)
    rehearsal.mutate(choices)
  }
  const plan = () =>
    write.mutate(choices, {
      onSuccess: () => void navigate({ to: '/incidents/$incidentId', params: { incidentId }, search: { view: 'trips' } }),
    })
  return (
    <Card title={t('plan')}>
      <div className="inc-stack">
        <p className="muted">{t('planNote')}</p>
        <fieldset className="carriers" disabled={working}>
          <legend>{t('carriers')}</legend>
          {carriers.map((carrier) => (
            <Checkbox key={carrier.id} checked={!left.has(carrier.id)} onChange={(event) => setLeft((before) => {
              const after = new Set(before)
              if (event.target.checked) after.delete(carrier.id)
              else after.add(carrier.id)
              return after
            })}>
              {name(carrier)} <span className="muted">{t('carrierFleet', { count: carrier.count, cold: carrier.cold })}</span>
            </Checkbox>
          ))}
        </fieldset>
        <GreenLane incidentId={incidentId} passes={passes} />
        {carriers.length > 0 && chosen.length === 0 && <p className="field-error" role="alert">{t('noCarrier')}</p>}
        {error !== null && <p className="field-error" role="alert">{say(error)}</p>}
        {shown ? <RehearsedPlan plan={shown} waiting={write.isPending ? t('planning', { seconds }) : null} onConfirm={plan} onClose={rehearsal.reset} /> : (
          <div className="form-actions">
            <Button type="primary" loading={write.isPending} disabled={chosen.length === 0 || rehearsal.isPending} onClick={plan}>{t('plan')}</Button>
            <Button loading={rehearsal.isPending} disabled={chosen.length === 0 || write.isPending} onClick={look}>{t('rehearse')}</Button>
            {working && <span role="status">{t(write.isPending ? 'planning' : 'rehearsing', { seconds })}</span>}
          </div>
        )}
      </div>
    </Card>
  )
}
