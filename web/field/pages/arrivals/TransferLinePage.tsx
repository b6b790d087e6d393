import { useState } from 'react'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { QuantityEntry, unitOf } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { addedBy, useLineScan } from '../../parts/useLineScan.tsx'
import type { Transfer } from '../../snapshot/tasks.ts'
import { useCommon } from '../../words.ts'
import { receivedOf, type Arrival } from './arrival.ts'
import { arrivalWords } from './words.ts'

type Props = { line: Transfer['movements'][number]; arrival: Arrival; onReceived: (received: string) => void }

/** How much of one line arrived. */
export function TransferLinePage({ line, arrival, onReceived }: Props) {
  const t = useWords(arrivalWords)
  const c = useCommon()
  const name = useNames()
  const unit = unitOf(useLanguage(), line.item)
  const before = receivedOf(arrival, line)
  const [text, setText] = useState(before === line.quantity ? '' : before)
  const value = text !== '' && /^0*$/.test(text) ? '0' : typed(text, line.item.scale)
  const tooMany = value !== null && compare(value, line.quantity) > 0
  const w = useWords(scanCardWords)
  const [tallied, setTallied] = useState(false)
  // Counting in by the label: of other goods or another lot nothing is counted.
  const told = useLineScan({ item: line.item, lotNo: line.lot.lotNo, serialNo: line.lot.serialNo || null }, (fits) => {
    const added = addedBy(fits, { text, inPacks: false, item: { packSize: '1' } }, w)
    if ('told' in added) return added.told
    setText(added.text)
    setTallied(true)
    return null
  })
  const leave = (received: string) => {
    onReceived(received)
    history.back()
  }
  return (
    <Screen title={t('howMany')} under={name(line.item)}
      foot={
        <>
          <button type="button" className="second-button" onClick={() => leave(line.quantity)}>{t('asSent')}</button>
          <button type="button" className="main-button" disabled={value === null || tooMany} onClick={() => leave(value!)}>{c('done')}</button>
        </>
      }>
      {told}
      <p className="on-hand">{t('sent', { quantity: quantity(line.quantity), unit })}</p>
      <QuantityEntry label={t('howMany')} item={line.item} text={text} inPacks={false} tallied={tallied} onText={(next) => { setText(next); setTallied(false) }} onInPacks={null}>
        {tooMany && <p className="notice notice-warn" role="status">{t('tooMany', { sent: quantity(line.quantity) })}</p>}
      </QuantityEntry>
    </Screen>
  )
}
