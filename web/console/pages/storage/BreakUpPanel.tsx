import { Button, Input } from 'antd'
import { useCallback, useState } from 'react'
import { add, compare, fold, isZero, quantityProblem } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { BinChoice } from '../../../shared/storage.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import type { BalanceRow } from '../stock/stockQueries.ts'
import { BinSelect } from './binSelect.tsx'
import { comesOut, missingProblem } from './kitForm.ts'
import { BreakUpKits, useKitParts, type KitPart } from './kitQueries.ts'
import { kitWords } from './kitWords.ts'

type Draft = { kits: string; bin: BinChoice | null; missing: Record<string, string>; reason: string }
type Props = { lot: BalanceRow; onClose: () => void; onDone: (kits: string, document: { id: string; number: string } | null) => void }

/** Breaks kits of a lot up: shows before what comes out of them, of which lots. */
export function BreakUpPanel(props: Props) {
  const t = useWords(kitWords)
  const name = useNames()
  const query = useKitParts(props.lot.lot.id)
  return (
    <Card title={t('breakUpTitle', { site: name(props.lot.site), lot: props.lot.lot.lotNo })}>
      <Loaded query={query}>{(parts) => (parts.length === 0 ? <p>{t('noParts')}</p> : <Form {...props} parts={parts} />)}</Loaded>
    </Card>
  )
}

function Form({ lot, parts, onClose, onDone }: Props & { parts: readonly KitPart[] }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const most = add(lot.available, lot.expired) // expired kits come apart too
  const [begun] = useState<Draft>(() => ({ kits: '', bin: null, missing: {}, reason: '' }))
  const begin = useCallback(() => begun, [begun])
  const untouched = useCallback((draft: Draft) => JSON.stringify(draft) === JSON.stringify(begun), [begun])
  const { draft, change, clear } = useDraft<Draft>(`breakUp ${lot.lot.id} ${lot.site.id} ${lot.reserve.id}`, begin, untouched)
  const [tried, setTried] = useState(false)
  const write = useWrite(BreakUpKits)
  const asked = quantityProblem(draft.kits, 0) === null ? fold(draft.kits) : null
  const kitsFault = asked === null ? t('kitsFault') : compare(asked, most) > 0 ? t('mostFault') : null
  const emerging = kitsFault === null ? comesOut(parts, asked!) : []
  const missing = emerging.filter(({ item }) => !/^0*$/.test(fold(draft.missing[item.id] ?? '')))
  const missingFaults = emerging.filter(({ item, due }) => missingProblem(draft.missing[item.id] ?? '', item.scale, due))
  const whyFault = missing.length > 0 && draft.reason.trim() === '' ? t('whyFault') : null
  const set = (part: Partial<Draft>) => { write.reset(); change((now) => ({ ...now, ...part })) }
  return (
    <form className="stack kit-form" noValidate onSubmit={(event) => {
      event.preventDefault()
      setTried(true)
      if (kitsFault || whyFault || missingFaults.length > 0 || write.isPending) return
      write.mutate({
        siteId: lot.site.id, lotId: lot.lot.id, reserveId: lot.reserve.id, kits: asked!, binId: draft.bin?.id ?? null, reason: missing.length > 0 ? draft.reason.trim() : null,
        missing: missing.map(({ item }) => ({ itemId: item.id, quantity: fold(draft.missing[item.id]!) })),
      }, { onSuccess: ({ document }) => { clear(); onDone(asked!, document) } })
    }}>
      <p className="muted">{t('breakUpNote')}</p>
      <div className="form-head">
        <Field label={t('kitsToBreak')} hint={t('atMost', { most: quantity(most) })} error={tried || (asked !== null && kitsFault) ? kitsFault : null}><input className="plain-input number-input" inputMode="numeric" autoFocus value={draft.kits} aria-invalid={tried && kitsFault !== null} onChange={(event) => set({ kits: event.target.value })} /></Field>
        <Field label={t('outBin')}><BinSelect siteId={lot.site.id} value={draft.bin} onChange={(bin) => set({ bin })} /></Field>
        {missing.length > 0 && <Field label={t('why')} wide error={tried ? whyFault : null}><Input maxLength={500} value={draft.reason} aria-invalid={tried && whyFault !== null} onChange={(event) => set({ reason: event.target.value })} /></Field>}
      </div>
      {emerging.length > 0 && (
        <DataTable
          caption={t('out')}
          rows={emerging}
          rowKey={({ item }) => item.id}
          columns={[
            { key: 'item', title: term('item'), rowHeader: true, cell: ({ item }) => <>{name(item)}<span className="sub code">{item.code}</span></> },
            { key: 'out', title: t('out'), number: true, cell: ({ item, due }) => <Quantity value={due} of={item} /> },
            { key: 'lots', title: term('lot'), cell: ({ lots }) => <span className="code-lines">{lots.map(({ part, quantity: taken }) => <span key={part.lot.id}>{t('pick', { lot: part.lot.serialNo || part.lot.lotNo, expiry: part.lot.expiresOn ?? term('none'), quantity: quantity(taken) })}</span>)}</span> },
            { key: 'missing', title: t('missing'), cell: ({ item, due }) => {
              const wrong = missingProblem(draft.missing[item.id] ?? '', item.scale, due)
              return (
                <>
                  <span className="grid-quantity"><input className="plain-input number-input missing-input" inputMode="decimal" autoComplete="off" aria-label={t('missingOf', { item: name(item) })} aria-invalid={wrong} value={draft.missing[item.id] ?? ''} onChange={(event) => set({ missing: { ...draft.missing, [item.id]: event.target.value } })} /><span className="unit">{unit(item)}</span></span>
                  {wrong && <span className="field-error" role="alert">{t('missingFault')}</span>}
                </>
              )
            } },
          ]}
        />
      )}
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending} disabled={isZero(most)}>{kitsFault ? t('breakUp') : t('doBreakUp', { kits: quantity(asked!) })}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
