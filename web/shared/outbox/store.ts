// The operations in IndexedDB, so that neither a reload nor an empty battery loses one.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { requestKey } from '../graphql/requestKey.ts'
import { isOpen, type NewOperation, type Operation } from './operation.ts'

interface OutboxSchema extends DBSchema {
  operations: { key: number; value: Operation; indexes: { order: number } }
  /** One row: who may send, and until when; only used where the browser has no Web Locks. */
  lease: { key: string; value: { holder: string; until: number } }
}

const settledKept = 100
const leaseName = 'sender'

export class OutboxStore {
  private constructor(private readonly database: IDBPDatabase<OutboxSchema>) {}

  static async open(name = 'changping-outbox'): Promise<OutboxStore> {
    return new OutboxStore(
      await openDB<OutboxSchema>(name, 1, {
        upgrade(database) {
          database.createObjectStore('operations', { keyPath: 'seq', autoIncrement: true }).createIndex('order', 'order')
          database.createObjectStore('lease')
        },
      }),
    )
  }

  /** All operations in order of the queue. */
  all(): Promise<Operation[]> {
    return this.database.getAllFromIndex('operations', 'order')
  }

  /** Writes a new operation down. With replaces, it takes the place of a rejected one. */
  async add(made: NewOperation, replaces: number | null = null): Promise<Operation> {
    const tx = this.database.transaction('operations', 'readwrite', { durability: 'strict' })
    const operation: Omit<Operation, 'seq'> & { seq?: number } = {
      ...made, order: 0, key: requestKey(), state: 'QUEUED', attempts: 0, attemptedAt: null, answeredAt: null, refusals: [], answer: null, voidReason: '',
    }
    const replaced = replaces === null ? undefined : await tx.store.get(replaces)
    const seq = await tx.store.add(operation as Operation)
    const whole: Operation = { ...operation, seq, order: seq }
    if (replaced?.state === 'REJECTED') {
      whole.order = replaced.order
      await tx.store.put({ ...replaced, state: 'REPLACED' })
    }
    await tx.store.put(whole)
    await tx.done
    return whole
  }

  /** Changes an operation where it still is what the change asks for; null where it is not. */
  async change(seq: number, change: (operation: Operation) => Operation | null): Promise<Operation | null> {
    const tx = this.database.transaction('operations', 'readwrite', { durability: 'strict' })
    const operation = await tx.store.get(seq)
    const changed = operation ? change(operation) : null
    if (changed) await tx.store.put(changed)
    await tx.done
    return changed
  }

  /** Takes back what was never sent; false where it was. */
  async withdraw(seq: number): Promise<boolean> {
    const tx = this.database.transaction('operations', 'readwrite', { durability: 'strict' })
    const operation = await tx.store.get(seq)
    const never = operation?.state === 'QUEUED' && operation.attempts === 0
    if (never) await tx.store.delete(seq)
    await tx.done
    return never
  }

  /** Forgets the oldest of what is settled. */
  async prune(): Promise<void> {
    const tx = this.database.transaction('operations', 'readwrite')
    const settled = (await tx.store.getAll()).filter((operation) => !isOpen(operation))
    for (const { seq } of settled.slice(0, Math.max(0, settled.length - settledKept))) await tx.store.delete(seq)
    await tx.done
  }

  /** Forgets everything, where nothing is unsettled; false where something is. */
  async clear(): Promise<boolean> {
    const tx = this.database.transaction('operations', 'readwrite')
    const empty = !(await tx.store.getAll()).some(isOpen)
    if (empty) await tx.store.clear()
    await tx.done
    return empty
  }

  /** Takes or renews the lease for a holder; false while another holds it. */
  async lease(holder: string, milliseconds: number): Promise<boolean> {
    const tx = this.database.transaction('lease', 'readwrite')
    const current = await tx.store.get(leaseName)
    const free = !current || current.holder === holder || current.until <= Date.now()
    if (free) await tx.store.put({ holder, until: Date.now() + milliseconds }, leaseName)
    await tx.done
    return free
  }

  async endLease(holder: string): Promise<void> {
    const tx = this.database.transaction('lease', 'readwrite')
    if ((await tx.store.get(leaseName))?.holder === holder) await tx.store.delete(leaseName)
    await tx.done
  }

  close(): void {
    this.database.close()
  }
}
