// One need of a proposal: what is asked, allotted and short, and the lines that serve it.
import { Button } from 'antd'
import { isZero } from '../../../shared/decimal.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { allocationWords } from './allocationWords.ts'
import type { Allocation, AllocationLine, AllocationNeed, SiteRow } from './documents.ts'
import { LineFacts } from './LineFacts.tsx'
import { LineRow } from './LineRow.tsx'
import type { NeedGroup as Group } from './proposal.ts'

export type ProposalGroup = Group<AllocationNeed, AllocationLine, Allocation['shortfalls'][number]>
export type AddedLot = { site: SiteRow; lotNo: string; expiresOn: string | null }

type Props = {
  group: ProposalGroup
  edits: Readonly<Record<string, string>>
  lots: ReadonlyMap<string, AddedLot>
  open: boolean
  editable: boolean
  isMarked: (line: AllocationLine) => boolean
  onToggle: () => void
  onEdit: (lineId: string, typed: string | null) => void
  onAdd: () => void
  onRemove: (key: string) => void
}

export function NeedGroup({ group, edits, lots, open, editable, isMarked, onToggle, onEdit, onAdd, onRemove }: Props) {
  const t = useWords(allocationWords)
  const name = useNames()
  const unit = useUnit()
  const { need, shortfall } = group
  const label = { item: name(need.item), site: name(need.site) }
  const short = !isZero(group.short)
  return (
    <li className={short ? 'need-group is-short' : 'need-group'}>
      <div className="need-head">
        <button type="button" className="group-toggle" aria-expanded={open} onClick={onToggle}>
          <span className="chevron" aria-hidden="true" />
          <span>{label.item} <span className="need-to">{t('toSite', { name: label.site })}</span></span>
        </button>
        <span className="need-figures">
          <span>{t('asked')} <Quantity value={need.quantity} of={need.item} /></span>
          <span>{t('allotted')} <Quantity value={group.allotted} /></span>
          {short ? <span className="over">{t('short')} <Quantity value={group.short} /></span> : <StateTag tone="good" word={t('lineCount', { count: group.lines.length })} />}
        </span>
      </div>
      {short && shortfall && <p className="shortfall"><StateTag tone="bad" word="" /><LineFacts reason={shortfall.reason} facts={shortfall.facts} /></p>}
      {open && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('linesOf', label)}>
          <table className="line-table">
            <caption className="visually-hidden">{t('linesOf', label)}</caption>
            <thead>
              <tr>
                <th scope="col">{t('from')}</th>
                <th scope="col">{t('lot')}</th>
                <th scope="col">{t('why')}</th>
                <th scope="col" className="number">{t('quantity', { unit: unit(need.item) })}</th>
                {editable && <td />}
              </tr>
            </thead>
            <tbody>
              {group.lines.map((line) => <LineRow key={line.id} line={line} typed={edits[line.id]} editable={editable} onEdit={onEdit} marked={isMarked(line)} />)}
              {group.additions.map((addition) => {
                const lot = lots.get(addition.key)
                return (
                  <tr key={addition.key} className="changed">
                    <th scope="row">{name(lot?.site)}</th>
                    <td><span className="code">{lot?.lotNo}</span> <span className="muted nowrap">{lot?.expiresOn ? t('expires', { date: lot.expiresOn }) : t('noExpiry')}</span></td>
                    <td><LineFacts reason="BY_HAND" facts={[]} /> <span className="muted">{t('added')}</span></td>
                    <td className="number"><Quantity value={addition.quantity} /></td>
                    <td><Button size="small" onClick={() => onRemove(addition.key)}>{t('remove')}</Button></td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {open && editable && <Button size="small" className="add-line" aria-label={t('addLineFor', label)} onClick={onAdd}>{t('addLine')}</Button>}
    </li>
  )
}
