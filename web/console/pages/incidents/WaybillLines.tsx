// The lines of a waybill; while it may be signed, each can be opened to note what is missing or damaged.
import { Button } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Quantity } from '../../parts/Quantity.tsx'
import type { Difference } from './arrival.ts'
import { DifferenceFields } from './DifferenceFields.tsx'
import type { Waybill } from './documents.ts'
import { waybillWords } from './waybillWords.ts'

type Props = {
  waybill: Waybill
  signing: boolean
  differences: Readonly<Record<number, Difference>>
  tried: boolean
  onOpen: (lineNo: number) => void
  onChange: (lineNo: number, difference: Difference | null) => void
}

export function WaybillLines({ waybill, signing, differences, tried, onOpen, onChange }: Props) {
  const t = useWords(waybillWords)
  const term = useTerm()
  const name = useNames()
  const signed = waybill.state === 'SIGNED'
  return (
    <ul className="waybill-lines" aria-label={t('lines')}>
      {waybill.lines.map((line) => {
        const difference = differences[line.lineNo]
        const differs = signed && line.reason !== ''
        return (
          <li key={line.lineNo} className={difference || differs ? 'differs' : undefined}>
            <div className="waybill-line">
              <span className="waybill-item"><strong>{name(line.item)}</strong> <span className="muted">{line.item.spec}</span>
                <span className="muted waybill-lot"><span className="code">{line.lot.lotNo}</span> · {t('from')} {name(line.fromSite)}</span>
              </span>
              <span className="waybill-figures">
                <span><span className="muted">{t('sent')}</span> <Quantity value={line.sent} of={line.item} /></span>
                {signed && <span><span className="muted">{t('received')}</span> <Quantity value={line.received} of={line.item} /></span>}
                {differs && line.short !== '0' && <span className="over">{t('short')} <Quantity value={line.short} /></span>}
                {differs && line.damaged !== '0' && <span className="over">{t('damaged')} <Quantity value={line.damaged} /></span>}
                {differs && <span>{term(line.reason)}</span>}
                {signing && !difference && <Button size="small" aria-label={t('differenceOf', { item: name(line.item), lot: line.lot.lotNo })} onClick={() => onOpen(line.lineNo)}>{t('difference')}</Button>}
              </span>
            </div>
            {difference && <DifferenceFields line={line} difference={difference} tried={tried} onChange={(next) => onChange(line.lineNo, next)} onUndo={() => onChange(line.lineNo, null)} />}
          </li>
        )
      })}
    </ul>
  )
}
