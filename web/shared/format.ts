// Numbers and times as people read them: quantities with separators and never through floating point, instants in Asia/Shanghai
// whatever the clock of the machine is set to, business dates as the plain strings that they are.
const zone = 'Asia/Shanghai'

/** 12345.50 -> 12,345.5: a decimal string with separators and no empty decimals. */
export function quantity(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (!match) return decimal
  const [, sign, whole, fraction = ''] = match
  const rest = fraction.replace(/0+$/, '')
  return (sign ?? '') + whole!.replace(/\B(?=(\d{3})+$)/g, ',') + (rest ? '.' + rest : '')
}

const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** An instant as 2026-11-24 14:05. */
export const dateTime = (instant: string | Date): string => parts.format(new Date(instant)).slice(0, 16)

/** An instant as 14:05. */
export const timeOfDay = (instant: string | Date): string => parts.format(new Date(instant)).slice(11, 16)

/** An instant as 14:05:09. */
export const timeOfDayWithSeconds = (instant: string | Date): string => parts.format(new Date(instant)).slice(11, 19)

/** The business date of an instant: the date in Asia/Shanghai, as YYYY-MM-DD. */
export const dateOf = (instant: string | Date): string => parts.format(new Date(instant)).slice(0, 10)

/** Whole days from one business date to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / 86_400_000)

/** 83 minutes as 1:23; negative with a sign. */
export function hoursAndMinutes(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000)
  return `${milliseconds < 0 && minutes > 0 ? '−' : ''}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** Metres as 850 m or 12.3 km. */
export const distance = (metres: number): string => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`)
