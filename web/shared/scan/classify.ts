// What a scanned or typed text is. GS1 codes are not read yet.

export type Scanned =
  | { kind: 'ITEM'; code: string }
  | { kind: 'DOCUMENT'; number: string }
  | { kind: 'WAYBILL'; number: string }
  | { kind: 'UNKNOWN'; text: string }

/** Drops what scanners and copying add: blanks, line ends, invisible characters, full-width forms, an AIM prefix such as ]Q3. */
export const clean = (text: string): string => text.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff\u0000-\u001f]/g, '').replace(/^\][A-Za-z]\d/, '')

export function classify(raw: string): Scanned {
  const text = clean(raw)
  const code = text.toUpperCase()
  if (/^[A-Z]{2}-[A-Z]{2}-\d{4}$/.test(code)) return { kind: 'ITEM', code }
  if (/^YD-\d{8}-\d{3,}$/.test(code)) return { kind: 'WAYBILL', number: code }
  if (/^[A-Z]{2}-\d{8}-\d{3,}$/.test(code)) return { kind: 'DOCUMENT', number: code }
  return { kind: 'UNKNOWN', text }
}
