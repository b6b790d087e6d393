// Rows pasted from a spreadsheet into the lines of a form: code, quantity, lot number, expiry, separated by tabs.
import { fold, quantityProblem } from '../../../../shared/decimal.ts'

export type PastedRow = { code: string; quantity: string; lotNo: string; expiresOn: string }
/** What is wrong with a pasted row, by its number in the pasted text from 1. */
export type PasteProblem = { row: number; column: 'code' | 'quantity' | 'expiresOn'; value: string }
export type Pasted = { rows: PastedRow[]; problems: PasteProblem[] }

/** Whether pasted text is rows rather than the text of one cell. */
export const isRows = (text: string): boolean => /\t|\r?\n[^\r\n]/.test(text)

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * A date as people and spreadsheets write it (2028-11-30, 2028/11/30, 2028年11月30日, 20281130) as YYYY-MM-DD; a month alone is its
 * last day; null: none.
 */
export function plainDate(written: string): string | null {
  const text = fold(written)
  const match = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|(\d{2})(\d{2}))$/.exec(text)
  if (!match) return null
  const year = Number(match[1])
  const month = Number(match[2] ?? match[4])
  if (month < 1 || month > 12) return null
  const written_day = match[3] ?? match[5]
  const day = written_day === undefined ? lastDay(year, month) : Number(written_day)
  if (day < 1 || day > lastDay(year, month)) return null
  return `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Reads pasted rows. Blank rows and a heading are left out; codes are folded to upper case and half-width. */
export function parseRows(text: string): Pasted {
  const rows: PastedRow[] = []
  const problems: PasteProblem[] = []
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  lines.forEach((line, index) => {
    const cells = line.split('\t').map((cell) => cell.trim())
    if (cells.every((cell) => cell === '')) return
    const [code = '', quantity = '', lotNo = '', expires = ''] = cells
    const bad = quantity !== '' && quantityProblem(quantity, 3) !== null
    const heading = rows.length === 0 && problems.length === 0 && bad && !/\d/.test(quantity)
    if (heading) return
    const row = index + 1
    if (code === '') problems.push({ row, column: 'code', value: code })
    if (bad) problems.push({ row, column: 'quantity', value: quantity })
    const expiresOn = expires === '' ? '' : plainDate(expires)
    if (expiresOn === null) problems.push({ row, column: 'expiresOn', value: expires })
    rows.push({ code: fold(code).toUpperCase(), quantity: bad ? quantity : fold(quantity), lotNo, expiresOn: expiresOn ?? '' })
  })
  return { rows, problems }
}
