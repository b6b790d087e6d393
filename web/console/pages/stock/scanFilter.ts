// What the ledger shows for a scanned label, or for one that was typed into its search box.
import type { Gs1Fault } from '../../../shared/scan/gs1.ts'
import type { Scanned } from '../../../shared/scan/classify.ts'

/** Filters of the ledger by lot; an item whose trade item number has to be looked up; a document to open; a bin to be looked up, with what the code is where there is none; or why it is none of these. */
export type ScanPlan = { show: { item?: string; lot?: string } } | { bin: string; lot?: string } | { gtin: string; lot?: string } | { document: string } | { unreadable: Gs1Fault } | { nothing: true }

/** Whether a text may be the bare code of a bin, such as A1-01-2: it has the form of one, and a digit, which words have not. */
const isBinCode = (text: string): boolean => text.length <= 24 && /^[A-Z0-9]+(-[A-Z0-9]+)*$/i.test(text) && /\d/.test(text)

export type FoundBin = { code: string; site: { code: string; nameZh: string; nameEn: string } }

/** The bin to open: that of the site that is looked at, else the only one. null: a person chooses, since there are several or the code is a lot's too. */
export function chooseBin<B extends FoundBin>(bins: readonly B[], siteCode: string | undefined, ambiguous: boolean): B | null {
  if (ambiguous) return null
  return bins.find((bin) => bin.site.code === siteCode) ?? (bins.length === 1 ? bins[0]! : null)
}

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
      if (isBinCode(scanned.text)) return { bin: scanned.text.toUpperCase(), ...(byHand ? {} : { lot: scanned.text }) }
      return byHand || scanned.text === '' ? { nothing: true } : { show: { lot: scanned.text } }
    case 'BIN':
      return { bin: scanned.code.toUpperCase() }
    case 'WAYBILL':
      return { nothing: true }
  }
}
