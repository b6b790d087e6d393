// A line by hand: the lots of the need's item that could serve it, and how much of one.
import { Button, Input, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { compare, fold, isZero, quantityProblem } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { useAbout } from '../../useSession.ts'
import { allocationWords } from './allocationWords.ts'
import type { AllocationNeed, LotRow } from './documents.ts'
import { LocalPager } from './LocalPager.tsx'
import { useLots } from './reading.ts'
import { metresBetween } from './shelters.ts'

const pageSize = 12
const detour = 1.3 // road metres per straight-line metre, as the server reckons

/** What can be sent: good, in date, free of a purpose; the own town's first, then by expiry, then the nearest. */
export function servingLots(lots: readonly LotRow[], need: AllocationNeed, today: string): { lot: LotRow; metres: number }[] {
  return lots
    .filter((row) => !isZero(row.available) && row.lot.quality === 'GOOD' && row.reserve.purpose === '' && (row.lot.expiresOn === null || row.lot.expiresOn >= today))
    .map((lot) => ({ lot, metres: metresBetween(lot.site, need.site) * detour }))
    .sort((a, b) => {
      const own = (row: LotRow) => (row.site.id === need.site.id ? 0 : row.site.town?.id === need.site.town?.id ? 1 : 2)
      return own(a.lot) - own(b.lot) || (a.lot.lot.expiresOn ?? '9999').localeCompare(b.lot.lot.expiresOn ?? '9999') || a.metres - b.metres
    })
}

type Props = { need: AllocationNeed; missing: string; onAdd: (lot: LotRow, quantity: string) => void; onClose: () => void }

export function ByHand({ need, missing, onAdd, onClose }: Props) {
  const t = useWords(allocationWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const { today } = useAbout()
  const lots = useLots(need.item.id)
  const [chosen, setChosen] = useState<LotRow | null>(null)
  const [typed, setTyped] = useState('')
  const [page, setPage] = useState(1)
  const [find, setFind] = useState('')
  const needle = find.trim().toLowerCase()
  const serving = useMemo(
    () => lots.data && servingLots(lots.data, need, today).filter(({ lot }) => needle === '' || `${lot.site.code} ${lot.site.nameZh} ${lot.site.nameEn} ${lot.lot.lotNo} ${lot.reserve.owner.nameZh} ${lot.reserve.owner.nameEn}`.toLowerCase().includes(needle)),
    [lots.data, need, today, needle],
  )
  const pages = Math.max(1, Math.ceil((serving?.length ?? 0) / pageSize))
  const problem = typed === '' ? 'EMPTY' : quantityProblem(typed, need.item.scale)
  const choose = (lot: LotRow) => {
    setChosen(lot)
    const wanted = isZero(missing) ? lot.available : missing
    setTyped(compare(wanted, lot.available) > 0 ? lot.available : wanted)
  }
  const idOf = (row: LotRow) => `${row.site.id} ${row.lot.id} ${row.reserve.id}`
  return (
    <Modal open width={860} title={t('byHandTitle', { item: name(need.item), site: name(need.site) })} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="inc-stack" onSubmit={(event) => {
        event.preventDefault()
        if (chosen && problem === null) onAdd(chosen, fold(typed))
      }}>
        <p className="muted">{t('byHandNote')}</p>
        <Input allowClear aria-label={t('findLot')} placeholder={t('findLot')} value={find} onChange={(event) => { setFind(event.target.value); setPage(1) }} />
        <DataTable
          caption={t('byHandNote')}
          query={lots}
          rows={serving?.slice((page - 1) * pageSize, page * pageSize)}
          rowKey={({ lot }) => idOf(lot)}
          empty={t('byHandNone')}
          rowClass={({ lot }) => (chosen && idOf(chosen) === idOf(lot) ? 'chosen-row' : undefined)}
          columns={[
            { key: 'choose', title: '', cell: ({ lot }) => <input type="radio" name="lot" className="lot-radio" checked={chosen !== null && idOf(chosen) === idOf(lot)} onChange={() => choose(lot)} aria-label={t('choose', { site: name(lot.site), lot: lot.lot.lotNo })} /> },
            { key: 'site', title: t('from'), rowHeader: true, cell: ({ lot, metres }) => <>{name(lot.site)} <span className="muted nowrap">{t('away', { km: (metres / 1000).toFixed(1) })}</span></> },
            { key: 'lot', title: t('lot'), cell: ({ lot }) => <><span className="code">{lot.lot.lotNo}</span> <span className="muted nowrap">{lot.lot.expiresOn ? t('expires', { date: lot.lot.expiresOn }) : t('noExpiry')}</span></> },
            { key: 'owner', title: t('owner'), cell: ({ lot }) => <>{name(lot.reserve.owner)} <span className="muted">{term(lot.reserve.source)}</span></> },
            { key: 'available', title: t('available'), number: true, cell: ({ lot }) => <Quantity value={lot.available} of={need.item} /> },
          ]}
        />
        <LocalPager page={page} pages={pages} onPage={setPage} />
        <Field
          label={t('howMuch', { unit: unit(need.item) })}
          error={typed !== '' && problem ? t('badQuantity', { scale: need.item.scale }) : null}
          hint={chosen && problem === null && compare(fold(typed), chosen.available) > 0 ? t('overAvailable', { available: quantity(chosen.available) }) : undefined}
        >
          <Input inputMode="decimal" className="number-input" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!chosen || problem !== null}>{t('add')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
