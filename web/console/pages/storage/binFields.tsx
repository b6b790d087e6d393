// Zone, condition and capacities while they are typed: shared by making bins and changing one.
import { Input, Select } from 'antd'
import { fold, quantityProblem } from '../../../shared/decimal.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { binWords } from './binWords.ts'

const conditions = ['ambient', 'dry', 'cool', 'refrigerated', 'hazmat'] as const

export type BinDraft = { zone: string; condition: string; m3: string; kg: string }

/** Whether a capacity is in order; none is: it was not measured. */
export const capacityFits = (typed: string): boolean => fold(typed) === '' || quantityProblem(typed, 3) === null

export const binInput = (draft: BinDraft) => ({ zone: draft.zone.trim() || null, storageCondition: draft.condition || null, capacityM3: fold(draft.m3) || null, capacityKg: fold(draft.kg) || null })

export function BinFields({ draft, set }: { draft: BinDraft; set: (part: Partial<BinDraft>) => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const capacity = (field: 'm3' | 'kg', label: string) => (
    <Field label={label} hint={t('capacityHint')} error={capacityFits(draft[field]) ? null : t('badCapacity')}>
      <input className="plain-input number-input" inputMode="decimal" aria-invalid={!capacityFits(draft[field])} value={draft[field]} onChange={(event) => set({ [field]: event.target.value })} />
    </Field>
  )
  return (
    <>
      <Field label={t('zone')}><Input maxLength={20} value={draft.zone} onChange={(event) => set({ zone: event.target.value })} /></Field>
      <Field label={t('condition')}>
        <Select className="select" value={draft.condition} onChange={(condition: string) => set({ condition })} options={[{ value: '', label: t('ofSite') }, ...conditions.map((value) => ({ value, label: term(value) }))]} />
      </Field>
      {capacity('m3', t('capacityM3'))}
      {capacity('kg', t('capacityKg'))}
    </>
  )
}
