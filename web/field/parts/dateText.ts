// An expiry as it is typed: YYMMDD as it stands in GS1 codes, or YYYYMMDD. Plain digits and plain dates, no Date of a time zone.

export type TypedDate =
  | { state: 'PART'; shown: string }
  | { state: 'WRONG'; shown: string }
  | { state: 'WHOLE'; shown: string; date: string }

const days = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Two digits of the year stand for this century: nothing is kept that expired in the last. "20…" begins a whole year. */
const yearDigits = (digits: string): 2 | 4 => (digits.startsWith('20') ? 4 : 2)

/** Reads up to eight digits. The day 00 is the last of its month, as in GS1. */
export function readDate(digits: string): TypedDate {
  const long = yearDigits(digits)
  const year = long === 4 ? digits.slice(0, 4) : digits ? '20' + digits.slice(0, 2) : ''
  const month = digits.slice(long, long + 2)
  const day = digits.slice(long + 2, long + 4)
  const shown = [year.padEnd(4, '_'), month.padEnd(2, '_'), day.padEnd(2, '_')].join('-')
  if (month.length === 2 && (month < '01' || month > '12')) return { state: 'WRONG', shown }
  if (day.length < 2) return { state: 'PART', shown }
  const last = String(days(Number(year), Number(month))).padStart(2, '0')
  if (day > last) return { state: 'WRONG', shown }
  const date = `${year}-${month}-${day === '00' ? last : day}`
  return { state: 'WHOLE', shown: date, date }
}

/** The digits after a key: a whole date takes no more. */
export function typeDateKey(digits: string, key: string): string {
  const next = digits + key
  return next.length > yearDigits(next) + 4 ? digits : next
}
