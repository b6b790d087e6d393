// One sender at a time over all tabs: by a Web Lock; over plain HTTP, where there are none, by a lease row.
import { requestKey } from '../graphql/requestKey.ts'
import type { OutboxStore } from './store.ts'

/** Does the work when it is this tab's turn; still() says whether the turn lasts. False: another tab has the turn. */
export type Turn = (work: (still: () => Promise<boolean>) => Promise<void>) => Promise<boolean>

/** Longer than a request may take, so that a turn outlives the request that is under way. */
const leaseMilliseconds = 60_000

export const lockTurn =
  (locks: LockManager, name = 'changping-outbox'): Turn =>
  async (work) => {
    await locks.request(name, () => work(async () => true))
    return true
  }

export function leaseTurn(store: OutboxStore, holder = requestKey()): Turn {
  const still = () => store.lease(holder, leaseMilliseconds)
  return async (work) => {
    if (!(await still())) return false
    try {
      await work(still)
    } finally {
      await store.endLease(holder)
    }
    return true
  }
}

export const turnOf = (store: OutboxStore): Turn => (globalThis.navigator?.locks ? lockTurn(navigator.locks) : leaseTurn(store))
