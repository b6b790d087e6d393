import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { compare } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { BinButton, BinStep } from '../../parts/BinStep.tsx'
import { Expiry } from '../../parts/Lots.tsx'
import { QuantityEntry, unitOf } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { Screen } from '../../parts/Screen.tsx'
import { scanCardWords } from '../../parts/scanCardWords.ts'
import { StorageReason } from '../../parts/StorageReason.tsx'
import { addedBy, useLineScan } from '../../parts/useLineScan.tsx'
import type { Place } from '../../session/place.ts'
import { useViewer } from '../../session/useSession.ts'
import { useItems } from '../../snapshot/catalogue.ts'
import { useCommon } from '../../words.ts'
import { useReplaced } from '../arrivals/useWaiting.ts'
import { binBy } from '../count/standing.ts'
import { moveAddress, moveKey, moving, recordMove, type Content, type Moving } from './moving.ts'
import { useBins } from './useBins.ts'
import { binWords } from './words.ts'

/** Moves goods of a bin to another: how much, all of it to begin with, and whereto, which a scan of the bin says at once. */
export function MovePage({ place, from, content }: { place: Place; from: { id: string; code: string }; content: Content }) {
  const t = useWords(binWords)
  const s = useWords(scanCardWords)
  const c = useCommon()
  const name = useNames()
  const unit = unitOf(useLanguage(), content.item)
  const [, go] = useLocation()
  const account = useViewer().account
  const replaces = useReplaced()
  const choosesBin = useSearchParams()[0].has('bin')
  const bins = useBins(place.id)
  const scale = useItems()?.find((item) => item.id === content.item.id)?.scale ?? 0
  const [busy, setBusy] = useState(false)
  const [tallied, setTallied] = useState(false)
  const kept = moving.use()
  const of = `${from.code} ${moveKey(content)}`
  const form: Moving = kept.of === of ? kept : { of, text: content.available, parts: [], storageOverride: '' }
  const set = (part: Partial<Moving>) => moving.set({ ...form, ...part })
  const value = typed(form.text, scale)
  const tooMany = value !== null && compare(value, content.available) > 0
  const told = useLineScan(choosesBin ? null : { item: { ...content.item, packSize: '1' }, lotNo: content.lot.lotNo, serialNo: content.lot.serialNo || null, expiresOn: content.lot.expiresOn }, (fits) => {
    const bin = fits.kind === 'TEXT' ? binBy(bins ?? [], fits.text) : undefined
    if (bin?.id === from.id) return <p role="alert" className="notice notice-warn">{t('sameBin')}</p>
    if (bin) {
      set({ parts: value ? [{ quantity: value, bin }] : [] })
      return null
    }
    const added = addedBy(fits, { text: tallied ? form.text : '', inPacks: false, item: { packSize: '1' } }, s)
    if ('told' in added) return added.told
    set({ text: added.text, parts: form.parts.length === 1 ? form.parts : [] })
    setTallied(true)
    return null
  })
  if (choosesBin) return <BinStep place={place} item={content.item} quantity={value ?? '0'} lotId={content.lot.id} leaving={from} value={form.parts[0]?.bin ?? null} onPut={(parts) => set({ parts })} />
  const chosen = form.parts.some((part) => part.bin !== null)
  const confirm = async () => {
    setBusy(true)
    const operation = await recordMove(place, from, content, form.parts.length === 1 ? [{ ...form.parts[0]!, quantity: value! }] : form.parts.filter((part) => part.bin !== null), form, account, replaces)
    moving.reset()
    go(`/done/${operation.seq}`, { replace: true })
  }
  return (
    <Screen title={t('moveFrom', { code: from.code })} under={name(place)}
      foot={<button type="button" className="main-button" disabled={busy || value === null || tooMany || !chosen} onClick={() => void confirm()}>{chosen ? t('moveTo', { codes: form.parts.flatMap((part) => part.bin?.code ?? []).join('、') }) : t('whereTo')}</button>}>
      {replaces !== null && <p className="notice">{t('replacing')}</p>}
      {told}
      <section className="card">
        <p className="card-title"><strong>{name(content.item)}</strong> <span className="code small">{content.item.code}</span></p>
        <p className="small"><span className="code">{content.lot.serialNo ? c('serial', { no: content.lot.serialNo }) : c('lot', { no: content.lot.lotNo })}</span> <Expiry date={content.lot.expiresOn} /> · {t('available', { quantity: quantity(content.available), unit })}</p>
        <p className="card-buttons"><BinButton site={place.id} of={name(content.item)} parts={form.parts} onOpen={() => go(`${moveAddress(from.code, content)}?bin=1${replaces === null ? '' : `&replaces=${replaces}`}`)} /></p>
      </section>
      <StorageReason replaces={replaces} text={form.storageOverride} onText={(storageOverride) => set({ storageOverride })} />
      <QuantityEntry label={t('howMany')} item={{ ...content.item, scale, packSize: '1', packageNameZh: '' }} text={form.text} inPacks={false} tallied={tallied || form.text === content.available} onText={(text) => { set({ text, parts: form.parts.length === 1 ? form.parts : [] }); setTallied(false) }} onInPacks={null}>
        {tooMany && <p className="notice notice-warn" role="status">{t('tooMany', { quantity: quantity(content.available) })}</p>}
      </QuantityEntry>
    </Screen>
  )
}
