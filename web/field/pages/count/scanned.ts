import { textFor, type Scanned } from '../../../shared/scan/classify.ts'

/** The plain text of a scan, of a label the lot or serial number on it, else its number: what it is, the stocktake tells by its own lists. */
export const textOfScan = (scanned: Scanned): string => textFor('lot', scanned) ?? textFor('serial', scanned) ?? (scanned.kind === 'GS1' ? (scanned.reading.gtin ?? '') : '')
