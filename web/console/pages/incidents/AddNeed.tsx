import { Button, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { Refused } from '../../../shared/graphql/ask.ts'
import { fold, quantityProblem } from '../../../shared/decimal.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import type { ItemChoice } from '../../parts/items.ts'
import { useUnit } from '../../parts/Quantity.tsx'
import { useSites } from '../../parts/sites.ts'
import { useWrite } from '../../useWrite.ts'
import type { Incident } from './documents.ts'
import { needWords } from './needWords.ts'
import { instantOf } from './shelters.ts'
import { AddNeed as AddNeedWrite } from './writes.ts'

export function AddNeed({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useWords(needWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const sites = useSites().data ?? []
  const write = useWrite(AddNeedWrite)
  const [siteId, setSiteId] = useState<string | undefined>()
  const [item, setItem] = useState<ItemChoice | undefined>()
  const [typed, setTyped] = useState('')
  const [by, setBy] = useState('')
  const [priority, setPriority] = useState(2)
  const [tried, setTried] = useState(false)
  const own = new Set(incident.places.map((place) => place.site.id))
  const others = sites.filter((site) => !own.has(site.id) && (site.kind === 'SHELTER' || site.kind === 'TOWN_STORE'))
  const refusal = (field: string) => {
    const found = write.error instanceof Refused ? write.error.refusals.find((one) => one.fields.some((path) => path.endsWith(field))) : undefined
    return found && wordRefusal(found)
  }
  const quantityBad = item && quantityProblem(typed, item.scale) !== null
  const rest = write.error && !['quantity', 'neededBy', 'itemId', 'siteId', 'priority'].some(refusal) ? say(write.error) : null

  const submit = () => {
    setTried(true)
    if (!siteId || !item || quantityBad) return
    const neededBy = instantOf(by)
    write.mutate({ incidentId: incident.id, siteId, itemId: item.id, quantity: fold(typed), priority, ...(neededBy ? { neededBy } : {}) }, { onSuccess: onClose })
  }

  return (
    <Modal open title={t('title')} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="inc-stack" onSubmit={(event) => { event.preventDefault(); submit() }} noValidate>
        <p className="muted">{t('note')}</p>
        <Field label={t('place')} error={(tried && !siteId && t('faultPlace')) || refusal('siteId')}>
          <Select aria-label={t('place')} showSearch={{ optionFilterProp: 'label' }} placeholder={t('choosePlace')} value={siteId} onChange={setSiteId} options={[
            { label: t('ofIncident'), options: incident.places.map((place) => ({ value: place.site.id, label: name(place.site) })) },
            { label: t('others'), options: others.map((site) => ({ value: site.id, label: name(site) })) },
          ]} />
        </Field>
        <Field label={t('item')} error={(tried && !item && t('faultItem')) || refusal('itemId')}>
          <ItemSelect label={t('item')} value={item?.code} onChange={setItem} />
        </Field>
        <Field label={item ? t('quantity', { unit: unit(item) }) : t('quantityNone')} error={(tried && quantityBad && t('faultQuantity', { scale: item.scale })) || refusal('quantity')}>
          <Input inputMode="decimal" className="number-input" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <Field label={t('by')} hint={t('byHint')} error={refusal('neededBy')}>
          <Input type="datetime-local" value={by} onChange={(event) => setBy(event.target.value)} />
        </Field>
        <div className="field" role="group" aria-label={t('priority')}>
          <span className="field-label">{t('priority')}</span>
          <Radio.Group value={priority} optionType="button" onChange={(event) => setPriority(event.target.value as number)} options={[1, 2, 3].map((level) => ({ value: level, label: t('priorityOf', { level }) }))} />
        </div>
        {rest && <p className="field-error" role="alert">{rest}</p>}
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={write.isPending}>{t('add')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
