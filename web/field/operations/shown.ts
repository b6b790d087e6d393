// What people read of an operation later, from the items and quantities that were entered.
import { baseUnits } from '../parts/quantityText.ts'
import type { Shown } from '../../shared/outbox/operation.ts'

type Line = { item: { nameZh: string; nameEn: string; unitZh: string; unitEn: string; packSize?: string }; quantity: string; inPacks?: boolean }

export const shownOf = (place: { nameZh: string; nameEn: string } | null, lines: readonly Line[], about = ''): Shown => ({
  place: place && { nameZh: place.nameZh, nameEn: place.nameEn },
  about,
  lines: lines.map(({ item, quantity, inPacks }) => ({
    nameZh: item.nameZh, nameEn: item.nameEn, unitZh: item.unitZh, unitEn: item.unitEn, quantity: baseUnits(quantity, inPacks ?? false, item.packSize ?? '1'),
  })),
})
