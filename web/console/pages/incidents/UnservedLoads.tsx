import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { allocationWords } from './allocationWords.ts'
import type { Allocation } from './documents.ts'

/** What no vehicle could take at the last planning, and why. */
export function UnservedLoads({ unserved }: { unserved: Allocation['unserved'] }) {
  const t = useWords(allocationWords)
  if (unserved.length === 0) return null
  return <Card title={`${t('unserved')} ${unserved.length}`}><UnservedList unserved={unserved} /></Card>
}

/** Loads that no vehicle takes, each with its reason. */
export function UnservedList({ unserved }: { unserved: Allocation['unserved'] }) {
  const t = useWords(allocationWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  return (
    <ul className="unserved">
      {unserved.map((load) => (
        <li key={load.line.id}>
          {t('unservedLine', { item: name(load.line.item), quantity: `${quantity(load.quantity)} ${unit(load.line.item)}`, from: name(load.line.fromSite), to: name(load.line.toSite) })}{' '}
          <StateTag tone="bad" word={term(load.reason)} />
        </li>
      ))}
    </ul>
  )
}
