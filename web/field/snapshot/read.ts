// Reading with the snapshot behind it: from the server where it answers, else what was kept, with its time.
import { Unreachable, mustSignIn } from '../../shared/graphql/ask.ts'
import { reaching } from '../reach.ts'
import { keep, kept, type Kept } from './database.ts'

/** Asks, keeps and gives the answer; where the server is away or wants somebody to sign in, gives what was kept before. */
export async function readThrough<T>(key: string, ask: () => Promise<T>): Promise<Kept<T>> {
  const at = Date.now()
  try {
    return await keep(key, await reaching(ask()), at)
  } catch (error) {
    const before = error instanceof Unreachable || mustSignIn(error) ? await kept<T>(key) : null
    if (before) return before
    throw error
  }
}

/** What was kept, where it is young enough; else as readThrough. */
export async function readSometimes<T>(key: string, ask: () => Promise<T>, oldest: number): Promise<Kept<T>> {
  const before = await kept<T>(key)
  return before && Date.now() - before.at < oldest ? before : readThrough(key, ask)
}
