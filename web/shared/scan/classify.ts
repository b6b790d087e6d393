// What a scanned or typed text is.
import { isRetailNumber, parseGs1, type Gs1Fault, type Reading } from './gs1.ts'

export type Scanned =
  | { kind: 'ITEM'; code: string }
  | { kind: 'DOCUMENT'; number: string }
  | { kind: 'WAYBILL'; number: string }
  | { kind: 'BIN'; code: string }
  | { kind: 'GS1'; reading: Reading }
  | { kind: 'UNREADABLE'; fault: Gs1Fault }
  | { kind: 'UNKNOWN'; text: string }

/** Drops what scanners and copying add: blanks, line ends, invisible characters, full-width forms, an AIM prefix such as ]Q3. */
export const clean = (text: string): string => text.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff\u0000-\u001f]/g, '').replace(/^\][A-Za-z]\d/, '')

/** Whether a text says of itself that it is GS1: by a symbology identifier, brackets, separators, or a trade item number in front. */
const saysGs1 = (raw: string): boolean => /^\](C1|d2|e0)/.test(raw) || /^(\]Q3)?\(\d{2,4}\)/.test(raw) || raw.includes('\u001d') || /^(\]Q3)?(01|02)\d{14}|^(\]Q3)?00\d{18}$/.test(raw)

export function classify(raw: string, currentYear = new Date().getFullYear()): Scanned {
  const text = clean(raw)
  const code = text.toUpperCase()
  if (/^[A-Z]{2}-[A-Z]{2}-\d{4}$/.test(code)) return { kind: 'ITEM', code }
  if (/^YD-\d{8}-\d{3,}$/.test(code)) return { kind: 'WAYBILL', number: code }
  if (/^[A-Z]{2}-\d{8}-\d{3,}$/.test(code)) return { kind: 'DOCUMENT', number: code }
  const address = /^HTTPS?:\/\/[^/]+\/B\/(.+)$/.exec(code) // of our own bin labels
  if (address) return { kind: 'BIN', code: address[1]! }
  const label = raw.replace(/^[\s\ufeff]+|[\r\n\t ]+$/g, '')
  if (saysGs1(label) || isRetailNumber(text)) {
    const read = parseGs1(isRetailNumber(text) ? text : label, currentYear)
    if ('reading' in read) return { kind: 'GS1', reading: read.reading }
    if (saysGs1(label)) return { kind: 'UNREADABLE', fault: read.fault }
  }
  return { kind: 'UNKNOWN', text }
}

/** The text that a field for a lot or a serial number takes from a scan; null: the scan holds none. */
export function textFor(field: 'lot' | 'serial', scanned: Scanned): string | null {
  if (scanned.kind === 'GS1') {
    // Eight digits may be a lot of a date as well as a short trade item number: where a lot is asked for they are one.
    const short = Object.keys(scanned.reading).length === 1 ? /^0{6}(\d{8})$/.exec(scanned.reading.gtin ?? '')?.[1] : undefined
    return scanned.reading[field] ?? short ?? null
  }
  if (scanned.kind === 'UNREADABLE') return null
  return scanned.kind === 'UNKNOWN' ? scanned.text : 'code' in scanned ? scanned.code : scanned.number
}
