// Lines as the API gives them: encoded polylines, differences of 1e-5 degrees in characters of five bits each.
export type Degrees = readonly [longitude: number, latitude: number]

/** The points of an encoded line; null: the text is none. */
export function decodeLine(text: string): Degrees[] | null {
  const line: Degrees[] = []
  let at = 0
  const step = (): number | null => {
    let value = 0
    for (let shift = 0; shift <= 30; shift += 5) {
      const piece = text.charCodeAt(at++) - 63
      if (!(piece >= 0 && piece < 64)) return null // NaN at the end of the text too
      value += (piece & 31) * 2 ** shift // no bit operations: the first step of a line may need more than 31 bits
      if (piece < 32) return value % 2 === 1 ? -(value + 1) / 2 : value / 2
    }
    return null
  }
  let [latitude, longitude] = [0, 0]
  while (at < text.length) {
    const north = step()
    const east = step()
    if (north === null || east === null) return null
    latitude += north
    longitude += east
    line.push([longitude / 1e5, latitude / 1e5])
  }
  return line
}

const read = new Map<string, Degrees[] | null>()

/** decodeLine that remembers: pages read the same lines again every few seconds. */
export function lineOf(text: string): Degrees[] | null {
  let line = read.get(text)
  if (line === undefined) {
    if (read.size > 20_000) read.clear()
    line = decodeLine(text)
    read.set(text, line)
  }
  return line
}
