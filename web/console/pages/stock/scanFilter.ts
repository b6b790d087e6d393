// What the ledger shows for a scanned label, or for one that was typed into its search box.
import type { Gs1Fault } from '../../../shared/scan/gs1.ts'
import type { Scanned } from '../../../shared/scan/classify.ts'

/** Filters of the ledger by lot; an item whose trade item number has to be looked up; a document or a bin to open; or why it is none of these. */
export type ScanPlan = { show: { item?: string; lot?: string } } | { bin: string } | { gtin: string; lot?: string } | { document: string } | { unreadable: Gs1Fault } | { nothing: true }

/** byHand: typed, so that a text which is no code is words to be searched for, and not the number of a lot. */
export function planScan(scanned: Scanned, byHand = false): ScanPlan {
  switch (scanned.kind) {
    case 'ITEM':
      return { show: { item: scanned.code } }
    case 'DOCUMENT':
      return { document: scanned.number }
    case 'UNREADABLE':
      return { unreadable: scanned.fault }
    case 'GS1': {
      const { gtin, contained, lot, serial } = scanned.reading
      const number = serial ?? lot // a unit is found by its own number
      const named = gtin ?? contained
      if (named) return { gtin: named, ...(number ? { lot: number } : {}) }
      return number ? { show: { lot: number } } : { nothing: true }
    }
    case 'UNKNOWN':
      return byHand || scanned.text === '' ? { nothing: true } : { show: { lot: scanned.text } }
    case 'BIN':
      return { bin: scanned.code.toUpperCase() }
    case 'WAYBILL':
      return { nothing: true }
  }
}
