import type { Scanned } from '../../../shared/scan/classify.ts'

/** The plain text of a scan: what it is, the stocktake tells by its own lists. */
export const textOfScan = (scanned: Scanned): string => (scanned.kind === 'UNKNOWN' ? scanned.text : scanned.kind === 'ITEM' ? scanned.code : scanned.number)
