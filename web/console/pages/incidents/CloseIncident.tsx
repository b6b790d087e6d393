import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { catalogue, useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import type { Incident } from './documents.ts'
import { CloseIncident as CloseIncidentWrite } from './writes.ts'

const words = catalogue({
  title: ['结束事件', 'Close the incident'],
  what: ['结束后不能再加需求、分配或发车。', 'No needs, allocations or trips can be made for it afterwards.'],
  unrelieved: ['{count} 个安置点尚未送达', '{count} shelters are not relieved yet'],
  unsigned: ['{count} 张运单在途未签收', '{count} waybills are still on the way'],
  planned: ['{count} 个车次待发车', '{count} trips have not left'],
  type: ['输入事件编号 {number} 以确认', 'Type the number {number} to confirm'],
  close: ['结束事件', 'Close the incident'],
})

export function CloseIncident({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useWords(words)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(CloseIncidentWrite)
  const [typed, setTyped] = useState('')
  const matches = typed.normalize('NFKC').trim().toUpperCase() === incident.number
  const unrelieved = incident.places.filter((place) => place.people > 0 && place.relievedAt === null).length
  const unsigned = incident.trips.flatMap((trip) => trip.waybills).filter((waybill) => waybill.state === 'IN_TRANSIT').length
  const planned = incident.trips.filter((trip) => trip.state === 'PLANNED').length
  return (
    <Modal open title={t('title')} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="inc-stack" onSubmit={(event) => {
        event.preventDefault()
        if (matches) write.mutate({ incidentId: incident.id, revision: incident.revision }, { onSuccess: onClose })
      }}>
        <p>{t('what')}</p>
        {unrelieved + unsigned + planned > 0 && (
          <ul className="over">
            {unrelieved > 0 && <li>{t('unrelieved', { count: unrelieved })}</li>}
            {unsigned > 0 && <li>{t('unsigned', { count: unsigned })}</li>}
            {planned > 0 && <li>{t('planned', { count: planned })}</li>}
          </ul>
        )}
        <Field label={t('type', { number: incident.number })}>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" autoFocus />
        </Field>
        {write.error !== null && <p className="field-error" role="alert">{say(write.error)}</p>}
        <div className="form-actions">
          <Button danger type="primary" htmlType="submit" disabled={!matches} loading={write.isPending}>{t('close')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
