// Reads GS1 codes as inventory/gs1 does on the server; both are held to the same vectors (inventory/gs1/testdata/vectors.json). Dates
// are plain dates: day 00 is the last of its month, and no clock or time zone has a part in it.

/** What a code says, by the names of the server's reading. What it does not say is absent: it erases nothing that is known. */
export type Reading = {
  gtin?: string
  lot?: string
  madeOn?: string
  bestBefore?: string
  expiresOn?: string
  serial?: string
  count?: string
  contained?: string
  units?: string
  sscc?: string
  gln?: string
  other?: Record<string, string>
}
export type Gs1Fault = 'GS1_CODE' | 'GS1_AI' | 'GS1_LENGTH' | 'GS1_CHARACTER' | 'GS1_DATE' | 'GS1_CHECK_DIGIT' | 'GS1_CONFLICT'

class Bad extends Error {
  constructor(readonly fault: Gs1Fault) {
    super(fault)
  }
}

/** FNC1 between elements, as scanners send it. */
export const separator = '\u001d'

/** How the value behind an identifier is written; predefined: of a length fixed by the standard, so that no separator follows. */
type Spec = { ai: string; least: number; most: number; numeric: boolean; predefined: boolean; checked: boolean }

const fixed = (ai: string, length: number, checked = false): Spec => ({ ai, least: length, most: length, numeric: true, predefined: true, checked })
const number = (ai: string, least: number, most: number): Spec => ({ ai, least, most, numeric: true, predefined: false, checked: false })
const text = (ai: string, most: number): Spec => ({ ai, least: 1, most, numeric: false, predefined: false, checked: false })

const specs = new Map([
  fixed('00', 18, true), fixed('01', 14, true), fixed('02', 14, true), text('10', 20), ...['11', '12', '13', '15', '16', '17'].map((ai) => fixed(ai, 6)),
  fixed('20', 2), text('21', 20), text('22', 20), number('30', 1, 8), number('37', 1, 8), text('240', 30), text('241', 30), number('242', 1, 6), text('243', 20),
  text('250', 30), text('251', 30), text('254', 20), text('400', 30), text('401', 30), number('402', 17, 17), text('403', 30),
  ...['410', '411', '412', '413', '414', '415', '416', '417'].map((ai) => fixed(ai, 13, true)), text('420', 20), number('422', 3, 3), text('710', 20),
  number('7003', 10, 10), text('8003', 30), text('8004', 30), number('8008', 8, 12), text('8020', 25), text('90', 30),
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map((ai) => text(ai, 90)),
].map((spec) => [spec.ai, spec]))

/** The spec of an identifier; 310n to 369n are measures. */
const lookUp = (ai: string): Spec | undefined => specs.get(ai) ?? (/^3[1-6]\d\d$/.test(ai) ? fixed(ai, 6) : undefined)

/** The check digit of the digits before it: weights 3 and 1 in turn from the right. */
export function checkDigit(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

const rightly = (digits: string): boolean => checkDigit(digits.slice(0, -1)) === digits.at(-1)

function check(spec: Spec, value: string): string {
  if (value.length < spec.least || value.length > spec.most) throw new Bad('GS1_LENGTH')
  if (!(spec.numeric ? /^\d+$/ : /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/).test(value)) throw new Bad('GS1_CHARACTER')
  if (spec.checked && !rightly(value)) throw new Bad('GS1_CHECK_DIGIT')
  return value
}

type Element = [ai: string, value: string]

function split(raw: string): Element[] {
  let code = raw.replace(/^[\r\n\t ]+|[\r\n\t ]+$/g, '')
  if (code.length > 4096) throw new Bad('GS1_LENGTH')
  const identified = /^\](C1|d2|Q3|e0)/.test(code)
  if (identified) code = code.slice(3)
  else if (isRetailNumber(code)) return [['01', code.padStart(14, '0')]]
  if (code.startsWith('(')) return splitBracketed(code)
  return splitRaw(code.startsWith(separator) ? code.slice(1) : code)
}

/** Whether a text is a bare GTIN of 8, 12, 13 or 14 digits. */
export const isRetailNumber = (code: string): boolean => /^(\d{8}|\d{12,14})$/.test(code) && rightly(code)

function splitBracketed(code: string): Element[] {
  const elements: Element[] = []
  while (code !== '') {
    const end = code.indexOf(')')
    if (!code.startsWith('(') || end < 0) throw new Bad('GS1_CODE')
    const spec = lookUp(code.slice(1, end))
    if (!spec) throw new Bad('GS1_AI')
    code = code.slice(end + 1)
    // A bracket may stand inside a value: it ends where the next identifier that exists begins.
    let stop = code.length
    for (const bracket of code.matchAll(/\((\d{2,4})\)/g)) {
      if (!lookUp(bracket[1]!)) continue
      stop = bracket.index
      break
    }
    elements.push([spec.ai, check(spec, code.slice(0, stop).replace(/^\u001d+|\u001d+$/g, ''))])
    code = code.slice(stop)
  }
  return elements
}

function splitRaw(code: string): Element[] {
  const elements: Element[] = []
  if (code === '') throw new Bad('GS1_CODE')
  while (code !== '') {
    const spec = [2, 3, 4].map((length) => (code.length < length ? undefined : lookUp(code.slice(0, length)))).find((found) => found !== undefined)
    if (!spec) throw new Bad(elements.length === 0 ? 'GS1_CODE' : 'GS1_AI')
    code = code.slice(spec.ai.length)
    let stop = code.indexOf(separator)
    if (stop < 0) stop = code.length
    if (spec.predefined) stop = Math.min(stop, spec.most)
    elements.push([spec.ai, check(spec, code.slice(0, stop))])
    code = code.slice(stop)
    if (code.startsWith(separator)) code = code.slice(1)
  }
  return elements
}

/** YYMMDD as a plain date, within 49 years before and 50 years after this one. */
function dateOf(value: string, currentYear: number): string {
  let year = Math.floor(currentYear / 100) * 100 + Number(value.slice(0, 2))
  if (year - currentYear >= 51) year -= 100
  else if (year - currentYear <= -50) year += 100
  const month = Number(value.slice(2, 4))
  if (month < 1 || month > 12) throw new Bad('GS1_DATE')
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
  const day = Number(value.slice(4, 6)) || last
  if (day > last) throw new Bad('GS1_DATE')
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '')

const texts: Record<string, keyof Omit<Reading, 'other'>> = { '00': 'sscc', '01': 'gtin', '02': 'contained', '10': 'lot', '21': 'serial', '414': 'gln' }
const dates: Record<string, keyof Omit<Reading, 'other'>> = { '11': 'madeOn', '15': 'bestBefore', '17': 'expiresOn' }
const counts: Record<string, keyof Omit<Reading, 'other'>> = { '30': 'count', '37': 'units' }

/** What a code says, or why it cannot be read. */
export function parseGs1(raw: string, currentYear: number): { reading: Reading } | { fault: Gs1Fault } {
  try {
    const reading: Reading = {}
    const seen = new Map<string, string>()
    for (const [ai, value] of split(raw)) {
      if ((seen.get(ai) ?? value) !== value) throw new Bad('GS1_CONFLICT')
      seen.set(ai, value)
      if (texts[ai]) reading[texts[ai]] = value
      else if (dates[ai]) reading[dates[ai]] = dateOf(value, currentYear)
      else if (counts[ai]) reading[counts[ai]] = withoutZeros(value)
      else (reading.other ??= {})[ai] = value
    }
    if (reading.units !== undefined && reading.contained === undefined && reading.sscc === undefined) throw new Bad('GS1_CONFLICT')
    return { reading }
  } catch (error) {
    if (error instanceof Bad) return { fault: error.fault }
    throw error
  }
}
