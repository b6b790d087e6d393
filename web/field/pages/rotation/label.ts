// What a label has to say to be of the goods of a rotation task.
import type { Fits } from '../../parts/label.ts'
import type { RotationTask } from '../../snapshot/tasks.ts'

/** Packs are counted in base units, so that the size of the item's own pack does not matter. */
export const labelOf = (task: RotationTask) => ({ item: { ...task.item, packSize: '1' }, lotNo: task.lot.lotNo, serialNo: task.lot.serialNo || null, expiresOn: task.expiresOn })

/** Whether a scan that fits says which lot it is of, or which one of several things. */
export const saysLot = (fits: Fits): boolean => fits.kind === 'TEXT' || (fits.kind === 'FITS' && (fits.label.lotNo !== null || fits.label.serialNo !== null))

/** The base units of the pack that was scanned; zero: the label says no pack. */
export const packIn = (fits: Fits): string => (fits.kind === 'FITS' ? (fits.label.factor ?? '0') : '0')
