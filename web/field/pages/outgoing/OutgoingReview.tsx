import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Chips } from '../../parts/Chips.tsx'
import { PickedLots } from '../../parts/Lots.tsx'
import { BinButton } from '../../parts/BinStep.tsx'
import { ReviewLine } from '../../parts/ReviewLine.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { StorageReason } from '../../parts/StorageReason.tsx'
import { used } from '../../parts/recent.ts'
import type { Place } from '../../session/place.ts'
import { ownersOf, useViewer } from '../../session/useSession.ts'
import { pickLots } from '../../snapshot/projection.ts'
import { useFigures } from '../../snapshot/useStock.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useCommon } from '../../words.ts'
import { issueReasons, outgoing, recordOutgoing, unitsOf, type Direction } from './outgoing.ts'
import { outgoingWords } from './words.ts'

/** The whole document before it is confirmed: which lots go, and why. */
export function OutgoingReview({ direction, place }: { direction: Direction; place: Place }) {
  const t = useWords(outgoingWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const [, go] = useLocation()
  const draft = outgoing(direction)
  const form = draft.use()
  const figures = useFigures(place.id)
  const incidents = useTasks()?.incidents ?? []
  const [busy, setBusy] = useState(false)
  const owners = ownersOf(viewer)
  const without = (index: number) => form.lines.filter((_, at) => at !== index)
  const ready = direction === 'transfer' ? form.to !== null : form.reason !== 'INCIDENT' || form.incident !== null
  // What somebody else has to receive is put away by them.
  const own = form.to && viewer.keepsSites.some((site) => site.id === form.to!.id) ? form.to : null
  const confirm = async () => {
    if (!figures) return
    setBusy(true)
    const operation = await recordOutgoing(direction, form, place, viewer.account, figures.of, owners, new Set(viewer.keepsSites.map((site) => site.id)))
    used(form.lines.map((line) => line.item.code))
    draft.reset()
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={direction === 'issue' ? t('issueReview') : t('transferReview')} under={name(place)} back={() => go('/')}
      foot={
        <>
          <button type="button" className="second-button" onClick={() => go(`/${direction}/item`)}>{t('addLine')}</button>
          <button type="button" className="main-button" disabled={busy || !ready || !figures} onClick={() => void confirm()}>{direction === 'issue' ? t('issueConfirm') : t('transferConfirm')}</button>
        </>
      }>
      {form.replaces !== null && <p className="notice">{t('replacing')}</p>}
      {form.to && (
        <p className="destination">
          <strong>{t('to', { place: name(form.to) })}</strong>
          <button type="button" className="small-button" onClick={() => go('/transfer/to')}>{t('changeTo')}</button>
        </p>
      )}
      <ul className="rows" aria-label={t('lines')}>
        {form.lines.map((line, index) => (
          <ReviewLine key={index} item={line.item} quantity={line.quantity} inPacks={line.inPacks} onRemove={() => draft.set({ ...form, lines: without(index) })}
            more={own && <BinButton site={own.id} of={name(line.item)} parts={[{ bin: line.bin ?? null }]} onOpen={() => go(`/transfer/bin?line=${index}`)} />}
            onChange={() => {
              draft.set({ ...form, lines: without(index), inHand: line })
              go(`/${direction}/${line.item.tracking === 'SERIAL' ? 'lot' : 'quantity'}`)
            }}>
            {line.lot ? (line.lot.serialNo ? c('serial', { no: line.lot.serialNo }) : c('lot', { no: line.lot.lotNo })) : t('anyLot')}
            {figures && <PickedLots picked={pickLots(figures.of(line.item.id), unitsOf(line), owners, line.lot?.id ?? null)} item={line.item} />}
          </ReviewLine>
        ))}
      </ul>
      {direction === 'transfer' && <StorageReason replaces={form.replaces} text={form.storageOverride ?? ''} onText={(storageOverride) => draft.set({ ...form, storageOverride })} />}
      {direction === 'issue' && <Chips label={t('why')} values={issueReasons} word={term} chosen={form.reason} onChoose={(reason) => draft.set({ ...form, reason })} />}
      {direction === 'issue' && form.reason === 'INCIDENT' &&
        (incidents.length > 0 ? (
          <Chips label={t('incident')} values={incidents.map((incident) => incident.id)} chosen={form.incident} onChoose={(incident) => draft.set({ ...form, incident })}
            word={(id) => incidents.find((incident) => incident.id === id)?.name ?? id} />
        ) : (
          <p className="notice notice-warn" role="status">{t('noIncident')}</p>
        ))}
      <p className="field">
        <label htmlFor="note">{t('note')}</label>
        <input id="note" value={form.note} maxLength={200} onChange={(event) => draft.set({ ...form, note: event.target.value })} />
      </p>
    </Screen>
  )
}
