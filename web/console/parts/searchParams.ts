// The state of a list is its address. A route declares its search parameters once:
//
//   export const stockSearch = searchParams({ site: text, expiring: days, view: oneOf('site', 'lot') })
//   createRoute({ validateSearch: stockSearch.read, ... })
//
// Values that are not well-formed and names that are not declared are left out of the typed search, and IgnoredParams (in
// FilterBar.tsx) says so on the page. In an address every value is plain text: ?site=D01&expiring=90.

export type Codec<T> = (text: string) => T | undefined

export const text: Codec<string> = (value) => (value.trim() === '' || value.length > 200 ? undefined : value)
export const flag: Codec<true> = (value) => (value === '1' || value === 'true' ? true : undefined)
/** A whole number of days, 0 to 3650. */
export const days: Codec<number> = (value) => (/^\d{1,4}$/.test(value) && Number(value) <= 3650 ? Number(value) : undefined)
export const oneOf = <const V extends string>(...values: readonly V[]): Codec<V> => (value) => values.find((one) => one === value)
export const date: Codec<string> = (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(value + 'T00:00:00Z').toISOString().startsWith(value) ? value : undefined)
/** Degrees, as plain decimal text within the limits given. */
export const degrees = (limit: number): Codec<string> => (value) => (/^-?\d{1,3}(\.\d{1,8})?$/.test(value) && Math.abs(Number(value)) <= limit ? value : undefined)

type Shape = Readonly<Record<string, Codec<unknown>>>
export type SearchOf<S extends Shape> = { [K in keyof S]?: NonNullable<ReturnType<S[K]>> }

export type SearchParams<T> = {
  /** The typed search of what an address says; for validateSearch. */
  read: (raw: Record<string, unknown>) => T
  /** The names of parameters that were ignored. */
  ignored: (raw: Record<string, unknown>) => string[]
}

export function searchParams<S extends Shape>(shape: S): SearchParams<SearchOf<S>> {
  const valueOf = (raw: Record<string, unknown>, name: string): unknown => (raw[name] === undefined || raw[name] === null ? undefined : shape[name]!(String(raw[name])))
  return {
    read: (raw) => {
      const search: Record<string, unknown> = {}
      for (const name of Object.keys(shape)) {
        const value = valueOf(raw, name)
        if (value !== undefined) search[name] = value
      }
      return search as SearchOf<S>
    },
    ignored: (raw) => Object.keys(raw).filter((name) => raw[name] !== undefined && (!Object.hasOwn(shape, name) || valueOf(raw, name) === undefined)),
  }
}

/** An address's query as names and plain text; a name given twice counts once, the last. */
export const parseSearch = (query: string): Record<string, string> => Object.fromEntries(new URLSearchParams(query))

/** The opposite of parseSearch; what is undefined is left out, true is 1. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== null && value !== '' && value !== false) params.set(name, value === true ? '1' : String(value))
  const query = params.toString()
  return query && '?' + query
}
