import { Button, Input } from 'antd'
import { useCallback, useDeferredValue, useState } from 'react'
import { compare, fold, isZero, quantityProblem, subtract } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { BinChoice } from '../../../shared/storage.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import type { SiteChoice } from '../../parts/sites.ts'
import { useAbout } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { BinSelect } from './binSelect.tsx'
import { nextLotNo } from './kitForm.ts'
import { AssembleKits, useKitPlan, type Kit } from './kitQueries.ts'
import { kitWords } from './kitWords.ts'

type Draft = { kits: string; lotNo: string; bin: BinChoice | null; note: string }

/** Assembles kits at a site: shows before which lots go and what is missing. taken: the numbers of the lots of this kit that are known. */
export function AssemblePanel({ kit, site, taken, onClose, onDone }: { kit: Kit; site: SiteChoice; taken: readonly string[]; onClose: () => void; onDone: (kits: string, document: { id: string; number: string } | null) => void }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const { today } = useAbout()
  const [begun] = useState<Draft>(() => ({ kits: '', lotNo: nextLotNo(today, taken), bin: null, note: '' }))
  const begin = useCallback(() => begun, [begun])
  const untouched = useCallback((draft: Draft) => draft.kits === '' && draft.note === '' && draft.bin === null && draft.lotNo === begun.lotNo, [begun])
  const { draft, change, clear } = useDraft<Draft>(`assemble ${kit.item.id} ${site.id}`, begin, untouched)
  const [tried, setTried] = useState(false)
  const write = useWrite(AssembleKits)
  const asked = quantityProblem(draft.kits, 0) === null ? fold(draft.kits) : null
  const plan = useKitPlan(site.id, kit.item.id, useDeferredValue(asked))
  const lotNo = draft.lotNo.trim()
  const faults = { kits: asked === null ? t('kitsFault') : null, lotNo: lotNo === '' || lotNo.length > 40 ? t('lotFault') : null }
  const set = (part: Partial<Draft>) => { write.reset(); change((now) => ({ ...now, ...part })) }
  return (
    <Card title={t('assembleTitle', { site: name(site) })}>
      <form className="stack kit-form" noValidate onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (faults.kits || faults.lotNo || write.isPending) return
        write.mutate({ siteId: site.id, kitItemId: kit.item.id, kits: asked!, lotNo, binId: draft.bin?.id ?? null, note: draft.note.trim() || null }, { onSuccess: ({ document }) => { clear(); onDone(asked!, document) } })
      }}>
        <div className="form-head">
          <Field label={t('howMany')} hint={kit.atSite ? t('howManyHint', { possible: quantity(kit.atSite.possible) }) : undefined} error={tried ? faults.kits : null}><input className="plain-input number-input" inputMode="numeric" autoFocus value={draft.kits} aria-invalid={tried && faults.kits !== null} onChange={(event) => set({ kits: event.target.value })} /></Field>
          <Field label={t('lotNo')} error={tried ? faults.lotNo : null}><Input maxLength={60} value={draft.lotNo} aria-invalid={tried && faults.lotNo !== null} onChange={(event) => set({ lotNo: event.target.value })} /></Field>
          <Field label={t('bin')}><BinSelect siteId={site.id} value={draft.bin} onChange={(bin) => set({ bin })} /></Field>
          <Field label={term('note')} wide><Input maxLength={500} value={draft.note} onChange={(event) => set({ note: event.target.value })} /></Field>
        </div>
        {asked !== null && (
          <>
            <DataTable
              caption={t('takes')}
              query={plan}
              rows={plan.data?.lines}
              rowKey={(line) => line.item.id}
              columns={[
                { key: 'item', title: term('item'), rowHeader: true, cell: ({ item }) => <>{name(item)}<span className="sub code">{item.code}</span></> },
                { key: 'needed', title: t('needed'), number: true, cell: (line) => <Quantity value={line.needed} of={line.item} /> },
                { key: 'there', title: t('there'), number: true, cell: (line) => <><Quantity value={line.available} />{compare(line.available, line.needed) < 0 && <span className="sub"><StateTag tone="bad" word={t('short', { missing: quantity(subtract(line.needed, line.available)), unit: unit(line.item) })} /></span>}{compare(line.available, line.needed) < 0 && !isZero(line.entrusted) && <span className="sub">{t('entrustedToo', { entrusted: quantity(line.entrusted), unit: unit(line.item) })}</span>}</> },
                { key: 'lots', title: t('lots'), cell: (line) => <span className="code-lines">{line.picks.map((pick) => <span key={pick.lot.id}>{t('pick', { lot: pick.lot.serialNo || pick.lot.lotNo, expiry: pick.lot.expiresOn ?? term('none'), quantity: quantity(pick.quantity) })}</span>)}</span> },
              ]}
            />
            {plan.data?.expiresOn && !isZero(plan.data.possible) && <p>{t('expiresThen')} <ExpiryDate on={plan.data.expiresOn} /></p>}
          </>
        )}
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending}>{asked === null ? t('assemble') : t('doAssemble', { kits: quantity(asked) })}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
