import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { Loaded } from '../../../parts/Loaded.tsx'
import { useUnit } from '../../../parts/Quantity.tsx'
import { useWrite } from '../../../useWrite.ts'
import { askHolds, holdsKey } from '../holds/holdQueries.ts'
import { foundInput, leftToTell, nothingFound, outcomes, type Found } from './outcomes.ts'
import { InspectRecovered, type RecoveredRow } from './recoveryQueries.ts'
import { recoveryWords } from './words.ts'

type Props = { row: RecoveredRow; onClose: () => void; onDone: () => void }

/** What an inspection found. What is still on hold of the goods is asked anew: some may have gone amiss while they waited. */
export function InspectPanel(props: Props) {
  const t = useWords(recoveryWords)
  const name = useNames()
  const { row } = props
  const filter = { siteId: row.site.id, itemId: row.item.id, liveOnly: true, first: 250 }
  const holds = useQuery({ queryKey: [...holdsKey, filter], queryFn: () => askHolds(filter) })
  return (
    <Card title={t('inspectTitle', { item: name(row.item), lot: row.lot.serialNo || row.lot.lotNo })}>
      <Loaded query={holds} lines={3}>{(data) => <Outcome {...props} waiting={data.nodes.find((hold) => hold.id === row.holdId)?.quantity ?? row.quantity} />}</Loaded>
    </Card>
  )
}

function Outcome({ row, waiting, onClose, onDone }: Props & { waiting: string }) {
  const t = useWords(recoveryWords)
  const term = useTerm()
  const unit = useUnit()(row.item)
  const say = useWordError()
  const [found, setFound] = useState<Found>(nothingFound)
  const [note, setNote] = useState('')
  const write = useWrite(InspectRecovered)
  const left = leftToTell(waiting, found, row.item.scale)
  const complete = left !== null && isZero(left)
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault()
      if (complete && !write.isPending) write.mutate({ recoveredId: row.id, ...foundInput(found), note: note.trim() || null }, { onSuccess: onDone })
    }}>
      <p className="muted">{t('inspectWhy', { quantity: `${quantity(waiting)} ${unit}`, grade: term(row.lot.conditionGrade) })}</p>
      <div className="form-head">
        {outcomes.map((one, index) => (
          <Field key={one} label={t(one)}>
            <input className="plain-input number-input" inputMode="decimal" autoFocus={index === 0} value={found[one]} onChange={(event) => setFound({ ...found, [one]: event.target.value })} />
          </Field>
        ))}
      </div>
      <p role="status" className={complete ? undefined : 'muted'}>{left === null ? t('notNumbers') : complete ? t('allTold') : left.startsWith('-') ? t('tooMuch', { quantity: `${quantity(left.slice(1))} ${unit}` }) : t('leftToTell', { quantity: `${quantity(left)} ${unit}` })}</p>
      <Field label={term('note')} wide><Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
      {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!complete}>{t('confirmInspect')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
