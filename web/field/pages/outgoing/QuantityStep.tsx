import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { PickedLots } from '../../parts/Lots.tsx'
import { OnHand } from '../../parts/OnHand.tsx'
import { QuantityEntry } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { Screen } from '../../parts/Screen.tsx'
import { addedBy, useLineScan } from '../../parts/useLineScan.tsx'
import type { Place } from '../../session/place.ts'
import { ownersOf, useViewer } from '../../session/useSession.ts'
import { pickLots } from '../../snapshot/projection.ts'
import { useFigures, useFreshItem } from '../../snapshot/useStock.ts'
import { useCommon } from '../../words.ts'
import { RefusedLot } from './LotStep.tsx'
import { lotToGo, outgoing, unitsOf, type Direction, type OutgoingLine } from './outgoing.ts'
import { outgoingWords } from './words.ts'

/** How much goes, and which lots that will be. */
export function QuantityStep({ direction, line, place }: { direction: Direction; line: OutgoingLine; place: Place }) {
  const t = useWords(outgoingWords)
  const c = useCommon()
  const name = useNames()
  const viewer = useViewer()
  const [, go] = useLocation()
  const draft = outgoing(direction)
  useFreshItem(place.id, line.item.id)
  const figures = useFigures(place.id)?.of(line.item.id)
  const value = typed(line.quantity, line.inPacks ? 0 : line.item.scale)
  const owners = useMemo(() => ownersOf(viewer), [viewer])
  const picked = figures && pickLots(figures, value ? unitsOf({ ...line, quantity: value }) : '0', owners, line.lot?.id ?? null)
  const set = (part: Partial<OutgoingLine>) => draft.set({ ...draft.get(), inHand: { ...line, ...part } })
  const leave = () => {
    const form = draft.get()
    draft.set({ ...form, lines: [...form.lines, { ...line, quantity: value! }], inHand: null })
    go(`/${direction}/review`, { replace: true })
  }
  const s = useWords(scanCardWords)
  const serial = line.item.tracking === 'SERIAL'
  const told = useLineScan({ item: line.item, lotNo: serial ? null : (line.lot?.lotNo ?? null) }, (fits) => {
    const added = addedBy(fits, { text: line.quantity, inPacks: line.inPacks, item: line.item }, s)
    if ('told' in added) return added.told
    // Goods of a lot that is named on them are of that lot, whatever would go first.
    if (!figures) return <p role="status">{c('loading')}</p>
    const going = !line.lot && fits.kind === 'FITS' && fits.label.lotNo ? lotToGo(line.item, fits.label.lotNo, figures.lots) : null
    if (going && 'refused' in going) return <RefusedLot refused={going.refused} expected={picked?.picks[0]?.line.lotNo ?? t('anyLot')} />
    set({ quantity: added.text, inPacks: added.inPacks, tallied: true, ...going })
    return null
  })
  return (
    <Screen title={t('howMuch')} under={name(line.item)} foot={<button type="button" className="main-button" disabled={value === null} onClick={leave}>{c('next')}</button>}>
      {told}
      {figures && <OnHand figures={figures} item={line.item} />}
      <QuantityEntry label={t('howMuch')} item={line.item} text={line.quantity} inPacks={line.inPacks} tallied={line.tallied} onText={(text) => set({ quantity: text, tallied: false })}
        onInPacks={(inPacks) => set({ inPacks, quantity: line.quantity.split('.')[0] ?? '', tallied: false })}>
        <div className="pick-bar">
          <button type="button" className="small-button" onClick={() => go(`/${direction}/lot`)}>
            {line.lot ? c('lot', { no: line.lot.lotNo }) : t('chooseLot')}
          </button>
          {!line.lot && <span className="small">{t('anyLot')}</span>}
        </div>
        {picked && <PickedLots picked={picked} item={line.item} />}
      </QuantityEntry>
    </Screen>
  )
}
