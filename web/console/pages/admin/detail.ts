/** The JSON text of an audit entry's detail as short lines, name: value; what is not an object is one line. */
export function detailLines(detail: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(detail)
  } catch {
    return [detail]
  }
  return flat('', value)
}

function flat(name: string, value: unknown): string[] {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return []
  if (typeof value === 'object' && !Array.isArray(value)) return Object.entries(value).flatMap(([key, inner]) => flat(name ? `${name}.${key}` : key, inner))
  const text = Array.isArray(value) ? value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', ') : String(value)
  return [name ? `${name}: ${text}` : text]
}
