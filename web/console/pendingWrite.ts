// The request keys of writes whose answer has not come: kept in the browser, so that sending the same content again after the page
// was loaded anew is still the same write and not a second one.
import { requestKey } from '../shared/graphql/requestKey.ts'

export type KeyStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const prefix = 'changping.pending.'
/** Longer ago, the same content is taken for a new write. */
const longest = 3_600_000

type Pending = { content: string; key: string; at: number }

function read(store: KeyStore, name: string): Pending | null {
  try {
    const pending = JSON.parse(store.getItem(prefix + name) ?? 'null') as Partial<Pending> | null
    return pending && typeof pending.content === 'string' && typeof pending.key === 'string' && typeof pending.at === 'number' ? (pending as Pending) : null
  } catch {
    return null // not ours, or cut short
  }
}

/** The key to send some content with: that of its earlier, unanswered sending, else a fresh one. */
export function keyFor(store: KeyStore, name: string, content: string, now: number = Date.now()): string {
  const pending = read(store, name)
  if (pending?.content === content && now - pending.at < longest) return pending.key
  const key = requestKey(now)
  try {
    store.setItem(prefix + name, JSON.stringify({ content, key, at: now } satisfies Pending))
  } catch {
    // A full store: the key still serves this page.
  }
  return key
}

/** The write was answered: what is sent next is a new one. */
export const settle = (store: KeyStore, name: string): void => store.removeItem(prefix + name)
