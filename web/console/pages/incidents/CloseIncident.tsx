import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { closeWords } from './closeWords.ts'
import type { Incident } from './documents.ts'
import { CloseIncident as CloseIncidentWrite } from './writes.ts'

export function CloseIncident({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useWords(closeWords)
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
