// What became of what was asked for: rows by place and item, gathered by item or by place, with exact totals.
import { add, compare, isZero, subtract } from '../../../shared/decimal.ts'

export type Figures = { readonly asked: string; readonly allotted: string; readonly sent: string; readonly arrived: string; readonly lost: string; readonly late: string }
export type ProgressRow = Figures & {
  readonly site: { readonly id: string; readonly nameZh: string; readonly nameEn: string }
  readonly item: { readonly id: string; readonly code: string; readonly nameZh: string; readonly nameEn: string; readonly unitZh: string; readonly unitEn: string }
}
export type ProgressGroup<R extends ProgressRow> = { readonly id: string; readonly rows: readonly R[]; readonly totals: Figures }
export type ProgressState = 'all' | 'short' | 'waiting' | 'lost' | 'late'

const names = ['asked', 'allotted', 'sent', 'arrived', 'lost', 'late'] as const

export function totalsOf(rows: readonly Figures[]): Figures {
  return Object.fromEntries(names.map((name) => [name, add('0', ...rows.map((row) => row[name]))])) as Figures
}

/** Asked for and not allotted; never below zero. */
export function shortOf(row: Figures): string {
  const missing = subtract(row.asked, row.allotted)
  return missing.startsWith('-') ? '0' : missing
}

/** Whether what was asked for has arrived in full. */
export const metBy = (row: Figures): boolean => compare(row.arrived, row.asked) >= 0

export function isIn(row: Figures, state: ProgressState): boolean {
  switch (state) {
    case 'all': return true
    case 'short': return !isZero(shortOf(row))
    case 'waiting': return !metBy(row)
    case 'lost': return !isZero(row.lost)
    case 'late': return !isZero(row.late)
  }
}

export function groupProgress<R extends ProgressRow>(rows: readonly R[], by: 'item' | 'site'): ProgressGroup<R>[] {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const id = row[by].id
    const group = groups.get(id)
    if (group) group.push(row)
    else groups.set(id, [row])
  }
  return Array.from(groups, ([id, inGroup]) => ({ id, rows: inGroup, totals: totalsOf(inGroup) }))
}

/** How many rows are met, of how many: units differ, so their quantities do not add up over items. */
export const rowsMet = (rows: readonly Figures[]): { met: number; allotted: number; all: number } => ({
  met: rows.filter(metBy).length, allotted: rows.filter((row) => isZero(shortOf(row))).length, all: rows.length,
})
