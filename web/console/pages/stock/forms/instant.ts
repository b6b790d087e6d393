/** A local time of a form as an instant: the district's clock, whatever that of the machine; null: now. */
export const instantOf = (local: string): string | null => (local === '' ? null : `${local.slice(0, 16)}:00+08:00`)
