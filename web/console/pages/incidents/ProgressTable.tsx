// Asked, allotted, sent, arrived, late and lost, gathered by item or by place. Groups open on demand, so that the table stays short.
import { Button, Input, Radio } from 'antd'
import { useMemo, useState } from 'react'
import { isZero } from '../../../shared/decimal.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import type { Incident } from './documents.ts'
import { incidentWords } from './incidentWords.ts'
import { ProgressBar } from './ProgressBar.tsx'
import { groupProgress, isIn, rowsMet, shortOf, type Figures, type ProgressState } from './progress.ts'

type Row = Incident['progress'][number]
const columns = ['asked', 'allotted', 'short', 'sent', 'arrived', 'late', 'lost'] as const
const states: readonly (readonly [ProgressState, 'filterAll' | 'filterShort' | 'filterWaiting' | 'filterLost' | 'filterLate'])[] = [['all', 'filterAll'], ['short', 'filterShort'], ['waiting', 'filterWaiting'], ['late', 'filterLate'], ['lost', 'filterLost']]

/** peopleAt: places with people; what is asked for there comes before goods for works. */
export function ProgressTable({ rows, place, peopleAt }: { rows: readonly Row[]; place: string | null; peopleAt: ReadonlySet<string> }) {
  const t = useWords(incidentWords)
  const name = useNames()
  const unit = useUnit()
  const [by, setBy] = useState<'item' | 'site'>('item')
  const [state, setState] = useState<ProgressState>('all')
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const needle = typed.trim().toLowerCase()
  const shown = useMemo(
    () => rows.filter((row) => (place === null || row.site.id === place) && isIn(row, state) && (needle === '' || `${row.item.code} ${row.item.nameZh} ${row.item.nameEn}`.toLowerCase().includes(needle))),
    [rows, place, state, needle],
  )
  const groups = useMemo(() => {
    const forPeople = (group: { rows: readonly Row[] }) => (group.rows.some((row) => peopleAt.has(row.site.id)) ? 0 : 1)
    return groupProgress(shown, by).sort((a, b) => forPeople(a) - forPeople(b))
  }, [shown, by, peopleAt])
  const allOpen = groups.length > 0 && groups.every((group) => open.has(group.id))
  const toggle = (id: string) =>
    setOpen((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  return (
    <div className="inc-stack">
      <div className="inc-tools">
        <Radio.Group aria-label={t('grouping')} optionType="button" value={by} onChange={(event) => { setBy(event.target.value as 'item' | 'site'); setOpen(new Set()) }} options={[{ value: 'item', label: t('byItem') }, { value: 'site', label: t('bySite') }]} />
        <Radio.Group aria-label={t('filterState')} optionType="button" value={state} onChange={(event) => setState(event.target.value as ProgressState)} options={states.map(([value, word]) => ({ value, label: t(word) }))} />
        <Input className="find" allowClear aria-label={t('findItem')} placeholder={t('findItem')} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <Button onClick={() => setOpen(allOpen ? new Set() : new Set(groups.map((group) => group.id)))}>{t(allOpen ? 'noRows' : 'allRows')}</Button>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('progressTable')}>
        <table className="progress-table">
          <caption className="visually-hidden">{t('progressTable')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(by === 'item' ? 'item' : 'place')}</th>
              {columns.map((column) => <th key={column} scope="col" className="number">{t(column)}</th>)}
              <th scope="col">{t('share')}</th>
            </tr>
          </thead>
          {groups.map((group) => {
            const first = group.rows[0]!
            const label = by === 'item' ? name(first.item) : name(first.site)
            const met = rowsMet(group.rows)
            return (
              <tbody key={group.id}>
                <tr className="group-row">
                  <th scope="rowgroup">
                    <button type="button" className="group-toggle" aria-expanded={open.has(group.id)} onClick={() => toggle(group.id)}>
                      <span className="chevron" aria-hidden="true" />
                      <span>{label}{by === 'item' && <span className="muted"> {unit(first.item)}</span>}</span>
                    </button>
                    <span className="muted group-note">{by === 'item' ? <><span className="code">{first.item.code}</span> · {t('placesIn', { count: group.rows.length })}</> : t('itemsIn', { count: group.rows.length })}</span>
                  </th>
                  {by === 'item' ? <FigureCells figures={group.totals} /> : <td colSpan={columns.length} className="muted">{t('metRows', { met: met.met, all: met.all })}</td>}
                  <td>{by === 'item' && <ProgressBar figures={group.totals} />}</td>
                </tr>
                {open.has(group.id) && group.rows.map((row) => (
                  <tr key={`${row.site.id} ${row.item.id}`}>
                    <th scope="row" className="inner">{by === 'item' ? name(row.site) : <>{name(row.item)} <span className="muted">{unit(row.item)}</span></>}</th>
                    <FigureCells figures={row} />
                    <td><ProgressBar figures={row} /></td>
                  </tr>
                ))}
              </tbody>
            )
          })}
        </table>
        {groups.length === 0 && <p className="empty">{t('noProgress')}</p>}
      </div>
    </div>
  )
}

function FigureCells({ figures }: { figures: Figures }) {
  const short = shortOf(figures)
  const bad = (value: string) => (isZero(value) ? 'number' : 'number over')
  return (
    <>
      <td className="number"><Quantity value={figures.asked} /></td>
      <td className="number"><Quantity value={figures.allotted} /></td>
      <td className={bad(short)}><Quantity value={short} /></td>
      <td className="number"><Quantity value={figures.sent} /></td>
      <td className="number"><Quantity value={figures.arrived} /></td>
      <td className={bad(figures.late)}><Quantity value={figures.late} /></td>
      <td className={bad(figures.lost)}><Quantity value={figures.lost} /></td>
    </>
  )
}
