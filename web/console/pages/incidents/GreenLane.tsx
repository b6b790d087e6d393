// Which vehicles travel on a green-lane pass for an incident.
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { greenLaneWords } from './greenLaneWords.ts'
import { passChange } from './passChange.ts'
import { useVehicles } from './reading.ts'
import { ChangeGreenLanePasses } from './writes.ts'

export function GreenLane({ incidentId, passes }: { incidentId: string; passes: readonly { readonly id: string; readonly plate: string }[] }) {
  const t = useWords(greenLaneWords)
  const name = useNames()
  const say = useWordError()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<readonly string[] | null>(null) // null: as it is saved
  const vehicles = useVehicles(open).data?.vehicles.nodes.filter((vehicle) => vehicle.inService) ?? []
  const write = useWrite(ChangeGreenLanePasses)
  const held = passes.map((vehicle) => vehicle.id)
  const change = passChange(held, chosen ?? held)
  const changed = change.given.length + change.withdrawn.length > 0
  // Whoever holds a pass stays in the list when it goes out of service.
  const options = [...passes.filter((one) => !vehicles.some((vehicle) => vehicle.id === one.id)).map((one) => ({ value: one.id, label: one.plate })),
    ...vehicles.map((vehicle) => ({ value: vehicle.id, label: `${vehicle.plate} ${name(vehicle.carrier)}` }))]
  return (
    <details className="green-lane" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('title', { count: passes.length })}</summary>
      <Field label={t('vehicles')} hint={t('hint')} wide>
        <Select className="select" mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('choose')} value={[...(chosen ?? held)]} onChange={(next: string[]) => { write.reset(); setChosen(next) }} options={options} />
      </Field>
      {write.error !== null && <p className="field-error" role="alert">{say(write.error)}</p>}
      {write.data && !changed && <p role="status">{t('saved')}</p>}
      <Button disabled={!changed} loading={write.isPending} onClick={() => write.mutate({ incidentId, ...change }, { onSuccess: () => setChosen(null) })}>{t('save')}</Button>
    </details>
  )
}
