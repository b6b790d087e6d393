// What the phone has read, kept for when there is no network: single values with the time at which they were asked for, and the
// stock of the keeper's sites by item.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { StockRow } from './stock.ts'

/** at: when it was asked for, by the clock of the phone. */
export type Kept<T> = { at: number; value: T }
export type KeptStock = { site: string; item: string; at: number; rows: readonly StockRow[] }

interface SnapshotSchema extends DBSchema {
  kept: { key: string; value: Kept<unknown> }
  stock: { key: [site: string, item: string]; value: KeptStock }
}

let opened: Promise<IDBPDatabase<SnapshotSchema>> | null = null

export function snapshot(): Promise<IDBPDatabase<SnapshotSchema>> {
  opened ??= openDB<SnapshotSchema>('changping-snapshot', 1, {
    upgrade(database) {
      database.createObjectStore('kept')
      database.createObjectStore('stock', { keyPath: ['site', 'item'] })
    },
  })
  return opened
}

export async function kept<T>(key: string): Promise<Kept<T> | null> {
  return ((await (await snapshot()).get('kept', key)) as Kept<T> | undefined) ?? null
}

export async function keep<T>(key: string, value: T, at: number): Promise<Kept<T>> {
  await (await snapshot()).put('kept', { at, value }, key)
  return { at, value }
}

/** Forgets all that was read, when a person signs out. */
export async function forget(): Promise<void> {
  const database = await snapshot()
  await Promise.all([database.clear('kept'), database.clear('stock')])
}
