// The items of a proposal with what is asked, allotted and short of each; choosing one shows only its lines and flows.
import { Checkbox, Input } from 'antd'
import { useMemo, useState } from 'react'
import { add, isZero, share } from '../../../shared/decimal.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Quantity } from '../../parts/Quantity.tsx'
import { allocationWords } from './allocationWords.ts'
import { Meter } from './Meter.tsx'
import type { ProposalGroup } from './NeedGroup.tsx'

type Props = { groups: readonly ProposalGroup[]; selected: string | null; onSelect: (code: string | null) => void }

export function ItemColumn({ groups, selected, onSelect }: Props) {
  const t = useWords(allocationWords)
  const name = useNames()
  const [typed, setTyped] = useState('')
  const [onlyShort, setOnlyShort] = useState(false)
  const items = useMemo(() => {
    const found = new Map<string, { item: ProposalGroup['need']['item']; allotted: string; short: string; priority: number }>()
    for (const group of groups) {
      const before = found.get(group.need.item.code)
      found.set(group.need.item.code, {
        item: group.need.item,
        allotted: add(before?.allotted ?? '0', group.allotted),
        short: add(before?.short ?? '0', group.short),
        priority: Math.min(before?.priority ?? 9, group.need.priority),
      })
    }
    return [...found.values()].sort((a, b) => a.priority - b.priority)
  }, [groups])
  const needle = typed.trim().toLowerCase()
  const shown = items.filter((row) => (!onlyShort || !isZero(row.short)) && (needle === '' || `${row.item.code} ${row.item.nameZh} ${row.item.nameEn}`.toLowerCase().includes(needle)))
  return (
    <div className="item-column">
      <Input allowClear aria-label={t('findItem')} placeholder={t('findItem')} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Checkbox checked={onlyShort} onChange={(event) => setOnlyShort(event.target.checked)}>{t('onlyShort')}</Checkbox>
      <ul>
        <li><button type="button" aria-pressed={selected === null} onClick={() => onSelect(null)}><span>{t('allItems')}</span></button></li>
        {shown.map(({ item, allotted, short }) => (
          <li key={item.code}>
            <button type="button" aria-pressed={selected === item.code} onClick={() => onSelect(selected === item.code ? null : item.code)}>
              <span className="item-name">{name(item)}</span>
              <span className="item-figures"><Quantity value={allotted} of={item} />{!isZero(short) && <span className="over"> {t('short')} <Quantity value={short} /></span>}</span>
              <Meter value={share(allotted, add(allotted, short))} tone={isZero(short) ? 'good' : 'near'} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
