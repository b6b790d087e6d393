// The form above a table. The state of a list is its address: 查询 writes what is chosen into the search parameters, 重置 clears
// them; both go back to the first page. Fields are controlled by the draft that FilterBar keeps:
//
//   <FilterBar value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
//     {(draft, change) => <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>}
//   </FilterBar>
//   <IgnoredParams known={stockSearch} />
import { useLocation } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'
import type { SearchParams } from './searchParams.ts'

export type FilterBarProps<S extends object> = {
  value: S
  onApply: (next: S) => void
  onReset: () => void
  children: (draft: S, change: (part: Partial<S>) => void) => ReactNode
}

export function FilterBar<S extends object>({ value, onApply, onReset, children }: FilterBarProps<S>) {
  const t = useWords(partWords)
  const term = useTerm()
  const [draft, setDraft] = useState(value)
  const address = JSON.stringify(value)
  useEffect(() => setDraft(JSON.parse(address) as S), [address]) // the back button changes the address
  return (
    <form
      className="filter-bar"
      role="search"
      aria-label={t('filters')}
      onSubmit={(event) => {
        event.preventDefault()
        onApply({ ...draft, after: undefined })
      }}
    >
      {children(draft, (part) => setDraft((now) => ({ ...now, ...part })))}
      <div className="filter-actions">
        <Button type="primary" htmlType="submit">{term('search')}</Button>
        <Button onClick={() => onReset()}>{term('reset')}</Button>
      </div>
    </form>
  )
}

/** A label above a control. */
export function Field({ label, children, wide, hint, error }: { label: string; children: ReactNode; wide?: boolean; hint?: ReactNode; error?: string | null | undefined }) {
  return (
    <label className={wide ? 'field wide' : 'field'}>
      <span className="field-label">{label}</span>
      {children}
      {hint && <span className="muted field-hint">{hint}</span>}
      {error && <span className="field-error" role="alert">{error}</span>}
    </label>
  )
}

/** Tells which parameters of the address were not understood. */
export function IgnoredParams({ known }: { known: SearchParams<object> }) {
  const t = useWords(partWords)
  const { searchStr } = useLocation()
  const names = known.ignored(Object.fromEntries(new URLSearchParams(searchStr)))
  return names.length > 0 ? <p className="notice" role="status">{t('ignored', { names: names.join(', ') })}</p> : null
}
