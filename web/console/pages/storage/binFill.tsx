import { quantity } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { LevelBar } from '../reserves/LevelBar.tsx'
import { binWords } from './binWords.ts'
import type { BinRow } from './binQueries.ts'

/** What share of a capacity is taken: a picture only, so a plain number will do. */
export const takenShare = (load: string, capacity: string): number => Number(load) / Number(capacity)

export const short = (load: string): string => quantity(String(Math.round(Number(load) * 100) / 100))

const tone = (share: number, warnAt: number) => (share > 1 ? 'bad' : share >= warnAt ? 'near' : 'good')

/** How full a bin is, by whichever of volume and weight is nearer to its limit; the words say both. */
export function BinFill({ bin, warnAt }: { bin: BinRow; warnAt: number }) {
  const t = useWords(binWords)
  const shares = [bin.capacityM3 && takenShare(bin.loadM3, bin.capacityM3), bin.capacityKg && takenShare(bin.loadKg, bin.capacityKg)].filter((one) => typeof one === 'number')
  if (shares.length === 0) return <span className="muted">{t('loadOnly', { load: short(bin.loadM3) })}</span>
  const most = Math.max(...shares)
  return (
    <span className="bar-cell">
      <LevelBar filled={most} tone={tone(most, warnAt)} />
      {bin.capacityM3 && <span className="sub">{t('ofM3', { load: short(bin.loadM3), capacity: quantity(bin.capacityM3) })}</span>}
      {bin.capacityKg && <span className="sub">{t('ofKg', { load: short(bin.loadKg), capacity: quantity(bin.capacityKg) })}</span>}
    </span>
  )
}
