import { useNavigate } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Field, FilterBar } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { SiteSelect, TownSelect } from '../../parts/SiteSelect.tsx'
import { useCategories } from './stockQueries.ts'
import type { StockSearch } from './search.ts'
import { stockWords } from './words.ts'

/** The filters that a view can apply: by site the API knows town, category and words, by lot item, number and expiry. onCode: follows a code that was typed, or goes on where it is words. */
export function StockFilters({ search, onCode }: { search: StockSearch; onCode: (text: string, words: () => void) => void }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const navigate = useNavigate({ from: '/stock' })
  const categories = useCategories().data
  const byLot = search.view === 'lot'
  return (
    <FilterBar value={search} onApply={(next) => {
      const words = () => void navigate({ search: { ...next, row: undefined } })
      if (!next.search || next.search === search.search) words()
      else onCode(next.search, words)
    }} onReset={() => navigate({ search: byLot ? { view: 'lot' } : {} })}>
      {(draft, change) => (
        <>
          {!byLot && <Field label={t('searchItem')}><Input allowClear value={draft.search ?? ''} onChange={(event) => change({ search: event.target.value || undefined })} /></Field>}
          {byLot && <Field label={t('lotIs')}><Input allowClear maxLength={60} value={draft.lot ?? ''} onChange={(event) => change({ lot: event.target.value.trim() || undefined })} /></Field>}
          {byLot && <Field label={term('item')} wide><ItemSelect value={draft.item} onChange={(item) => change({ item: item?.code })} /></Field>}
          <Field label={term('site')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>
          {!byLot && <Field label={t('town')}><TownSelect value={draft.town} onChange={(town) => change({ town: town?.code })} /></Field>}
          {!byLot && (
            <Field label={term('category')}>
              <Select className="select" allowClear placeholder={term('all')} value={draft.category} onChange={(category: string | undefined) => change({ category })} popupMatchSelectWidth={false}
                options={(categories ?? []).map((category) => ({ value: category.code, label: name(category) }))} />
            </Field>
          )}
          {byLot && (
            <Field label={t('expiring')}>
              <Select className="select" value={draft.expiring ?? ''} onChange={(expiring: string) => change({ expiring: expiring || undefined })}
                options={[{ value: '', label: t('anyExpiry') }, { value: 'expired', label: t('expiredOnly') }, ...['30', '90', '180', '365'].map((days) => ({ value: days, label: t('within', { days }) })),
                  ...(draft.expiring && !['expired', '30', '90', '180', '365'].includes(draft.expiring) ? [{ value: draft.expiring, label: t('within', { days: draft.expiring }) }] : [])]} />
            </Field>
          )}
        </>
      )}
    </FilterBar>
  )
}
