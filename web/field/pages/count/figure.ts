import { serverNow } from '../../clock.ts'
import { recordFigures, sendFigures, type Figure, type Spot } from './draft.ts'
import type { CountLine } from './kept.ts'
import type { Standing } from './standing.ts'

/** What was counted of a line of the list. */
export const figureOf = (line: CountLine, quantity: string, countedAt: string): Figure => ({
  line: line.id, item: line.item, lot: line.lot.id, lotNo: line.lot.lotNo, serialNo: line.lot.serialNo, expiresOn: line.lot.expiresOn, reserve: line.reserve.id, quantity, countedAt,
})

/** Nothing lies here: each line of the place is zero, now. */
export async function recordEmpty(spot: Spot, lines: readonly Standing[]): Promise<void> {
  const countedAt = serverNow()
  await sendFigures()
  await recordFigures(spot, lines.map(({ line }) => figureOf(line, '0', countedAt)))
}
