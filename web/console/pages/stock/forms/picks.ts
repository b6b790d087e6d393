// Which lots an issue would take, first expired first out, as the server picks them: a preview, since others may be faster.
import { add, compare, isZero, subtract } from '../../../../shared/decimal.ts'

/** What lies of a lot, in the order of the API: first to expire first. */
export type PickStock = {
  lot: { id: string; lotNo: string; expiresOn: string | null; quality: string }
  reserve: { id: string; custody: string; owner: { id: string } }
  available: string
}
export type PickLine = { itemId: string; quantity: string; lotId?: string | undefined }
export type Pick = { lotId: string; lotNo: string; expiresOn: string | null; quantity: string }
export type PickPreview = { picks: Pick[]; missing: string; entrusted: string }

const least = (a: string, b: string) => (compare(a, b) <= 0 ? a : b)

/**
 * Previews each line; a line takes from what the lines before it left. Goods entrusted by an owner whom the caller does not act for
 * are passed over and told apart.
 */
export function previewPicks(lines: readonly PickLine[], stock: ReadonlyMap<string, readonly PickStock[]>, ownOrganisations: ReadonlySet<string>): PickPreview[] {
  const left = new Map<PickStock, string>()
  return lines.map((line) => {
    let missing = line.quantity
    let entrusted = '0'
    const picks: Pick[] = []
    for (const one of stock.get(line.itemId) ?? []) {
      const available = left.get(one) ?? one.available
      if (compare(available, '0') <= 0 || (line.lotId && line.lotId !== one.lot.id)) continue
      if (one.reserve.custody === 'ENTRUSTED' && !ownOrganisations.has(one.reserve.owner.id)) {
        entrusted = add(entrusted, available)
        continue
      }
      if (isZero(missing)) continue
      const taken = least(available, missing)
      left.set(one, subtract(available, taken))
      missing = subtract(missing, taken)
      picks.push({ lotId: one.lot.id, lotNo: one.lot.lotNo, expiresOn: one.lot.expiresOn, quantity: taken })
    }
    return { picks, missing, entrusted }
  })
}
