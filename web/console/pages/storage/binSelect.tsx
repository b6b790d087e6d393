import { Select } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../shared/i18n/words.ts'
import type { BinChoice } from '../../../shared/storage.ts'
import { useBinChoices } from './binQueries.ts'
import { binWords } from './binWords.ts'

/** Chooses an open bin of a site by the beginning of its code; null: none, the site itself. */
export function BinSelect({ siteId, value, onChange, except, label }: { siteId: string | undefined; value: BinChoice | null; onChange: (bin: BinChoice | null) => void; except?: string; label?: string }) {
  const t = useWords(binWords)
  const [typed, setTyped] = useState('')
  const found = useBinChoices(siteId, typed.trim().toUpperCase()).data ?? []
  const choices = value && !found.some((one) => one.id === value.id) ? [value, ...found] : found
  return (
    <Select<string>
      className="select"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      {...(label ? { 'aria-label': label } : {})}
      value={value?.id ?? ''}
      onChange={(id) => onChange(choices.find((one) => one.id === id) ?? null)}
      options={[{ value: '', label: t('noBin') }, ...choices.filter((one) => one.code !== except).map((one) => ({ value: one.id, label: one.code }))]}
    />
  )
}
