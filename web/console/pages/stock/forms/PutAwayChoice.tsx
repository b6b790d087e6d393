import { Button } from 'antd'
import { useDeferredValue } from 'react'
import { isZero } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { proposalWords, type BinChoice, type Proposals } from '../../../../shared/storage.ts'
import { useUnit } from '../../../parts/Quantity.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { useHasBins } from '../../storage/binQueries.ts'
import { BinSelect } from '../../storage/binSelect.tsx'
import { binWords } from '../../storage/binWords.ts'
import { baseQuantity, type Line } from './lines.ts'
import { putIntoBins, useLotThere, useProposals, type PutAwayGoods } from './putAway.ts'
import type { LineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

type Props = { siteId: string; goods: PutAwayGoods; of: string; value: BinChoice | null; leaving?: BinChoice; onChoose: (bin: BinChoice | null) => void; onPropose: (proposals: Proposals) => void }

/** The bin that goods are put into: those proposed, or any other. of: which goods, for who does not see the line. */
export function PutAwayChoice({ siteId, goods: { item, lotId, quantity: amount }, of, value, leaving, onChoose, onPropose }: Props) {
  const t = useWords(binWords)
  const why = useWords(proposalWords)
  const unit = useUnit()
  const { data } = useProposals(siteId, item.id, useDeferredValue(amount), lotId, leaving?.id ?? null)
  const only = data?.proposals.length === 1 && isZero(data.unplaced) ? data.proposals[0] : undefined
  const taken = only !== undefined && value?.id === only.bin.id
  return (
    <div className="put-away">
      <span className="put-away-bin"><span className="field-label">{t('putAway')}</span><BinSelect siteId={siteId} label={`${t('putAway')} ${of}`} value={value} {...(leaving ? { except: leaving.code } : {})} onChange={onChoose} /></span>
      {data && data.proposals.length > 0 && (
        <span className="put-away-proposed">
          <span className="muted">{t('proposed')} {data.proposals.map((one) => t('proposal', { bin: one.bin.code, quantity: quantity(one.quantity), unit: unit(item), reason: why(one.reason) })).join(' · ')}</span>
          {!taken && (only || !value) && <Button onClick={() => onPropose(data)}>{only ? t('takeProposal', { bin: only.bin.code }) : t('partProposal', { count: data.proposals.length })}</Button>}
        </span>
      )}
      {data && !isZero(data.unplaced) && <StateTag tone="near" word={t('unplaced', { quantity: quantity(data.unplaced), unit: unit(item) })} />}
    </div>
  )
}

/** The bin of one line of a form, at the site that its goods come to; nothing where the site has no bins. A proposal may part the line. */
export function LinePutAway({ form, siteId, line, row }: { form: LineForm; siteId: string; line: Line; row: number }) {
  const f = useWords(formWords)
  const there = useLotThere(siteId, line)
  const hasBins = useHasBins(siteId)
  if (!hasBins || !line.item) return null
  return (
    <PutAwayChoice siteId={siteId} goods={{ item: line.item, quantity: baseQuantity(line), lotId: line.lotId ?? there }} of={f('row', { row: row + 1 })} value={line.bin ?? null}
      onChoose={(bin) => form.setLines((now) => now.map((one) => (one.key === line.key ? { ...one, bin } : one)))}
      onPropose={({ proposals, unplaced }) => form.setLines((now) => putIntoBins(now, line.key, proposals, unplaced))} />
  )
}
