import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { today } from '../../clock.ts'
import { Expiry } from '../../parts/Lots.tsx'
import { Screen } from '../../parts/Screen.tsx'
import type { LineInHand } from './receipt.ts'
import { receiveWords } from './words.ts'

type Props = { line: LineInHand; leave: (part: Partial<LineInHand>) => void }

/** The label says another expiry than is known: both are shown, and a person who looks at the goods says which it is. */
export function DisputeStep({ line, leave }: Props) {
  const t = useWords(receiveWords)
  const name = useNames()
  const { dispute } = line
  if (!dispute) return null
  const choices = [
    { date: dispute.known, of: t(dispute.by === 'LOT' ? 'byLot' : 'byTyped'), registeredOf: dispute.by === 'LOT' ? line.lotNo : null },
    { date: dispute.label, of: t('byLabel'), registeredOf: null },
  ]
  return (
    <Screen title={t('whichDate')} under={name(line.item)}>
      <p role="alert" className="notice notice-error">{t(dispute.by === 'LOT' ? 'disputeLot' : 'disputeTyped', { lotNo: line.lotNo })}</p>
      <ul className="rows" aria-label={t('whichDate')}>
        {choices.map(({ date, of, registeredOf }) => (
          <li key={of}>
            <button type="button" className="row" disabled={date < today()} onClick={() => leave({ expiresOn: date, registeredOf, dispute: null })}>
              <span className="item-name"><strong>{of}</strong></span>
              <span className="row-end"><Expiry date={date} /></span>
            </button>
          </li>
        ))}
      </ul>
      {dispute.by === 'LOT' && <p className="notice">{t('mismatch')}</p>}
    </Screen>
  )
}
