import { Button } from 'antd'
import { useDeferredValue } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { useUnit } from '../../../parts/Quantity.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { BinSelect } from '../../storage/binSelect.tsx'
import { binWords } from '../../storage/binWords.ts'
import type { Line } from './lines.ts'
import { useProposals, type Proposals } from './putAway.ts'
import { formWords } from './words.ts'

type Props = { siteId: string; line: Line; row: number; onChoose: (bin: Line['bin']) => void; onPropose: (proposals: Proposals) => void }

/** The bin that the goods of a line are put into: those proposed, or any other. */
export function PutAwayChoice({ siteId, line, row, onChoose, onPropose }: Props) {
  const t = useWords(binWords)
  const f = useWords(formWords)
  const unit = useUnit()
  const { data } = useProposals(siteId, useDeferredValue(line))
  const { item } = line
  if (!item) return null
  const only = data?.proposals.length === 1 && isZero(data.unplaced) ? data.proposals[0] : undefined
  const taken = only !== undefined && line.bin?.id === only.bin.id
  return (
    <div className="put-away">
      <span className="put-away-bin"><span className="field-label">{t('putAway')}</span><BinSelect siteId={siteId} label={`${t('putAway')} ${f('row', { row: row + 1 })}`} value={line.bin ?? null} onChange={onChoose} /></span>
      {data && data.proposals.length > 0 && (
        <span className="put-away-proposed">
          <span className="muted">{t('proposed')} {data.proposals.map((one) => t('proposal', { bin: one.bin.code, quantity: quantity(one.quantity), unit: unit(item), reason: t(one.reason) })).join(' · ')}</span>
          {!taken && (only || !line.bin) && <Button onClick={() => onPropose(data)}>{only ? t('takeProposal', { bin: only.bin.code }) : t('partProposal', { count: data.proposals.length })}</Button>}
        </span>
      )}
      {data && !isZero(data.unplaced) && <StateTag tone="near" word={t('unplaced', { quantity: quantity(data.unplaced), unit: unit(item) })} />}
    </div>
  )
}
