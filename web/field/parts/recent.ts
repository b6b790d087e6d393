// The items used last on this phone: most work is about few of them.
const storageKey = 'changping.recentItems'
const most = 6

export function recentItems(): readonly string[] {
  const text = globalThis.localStorage?.getItem(storageKey) ?? ''
  return text ? text.split(' ') : []
}

export function used(codes: readonly string[]): void {
  globalThis.localStorage?.setItem(storageKey, [...new Set([...codes, ...recentItems()])].slice(0, most).join(' '))
}
