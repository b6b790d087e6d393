// The queue as a file, for when the server is away for days: everything that was entered, with its keys, so that nothing is
// entered twice when it is brought in by hand.
import type { Operation } from '../../../shared/outbox/operation.ts'
import { serverNow } from '../../clock.ts'

export function exportQueue(operations: readonly Operation[]): void {
  const rows = operations.map(({ form: _, effects: __, ...row }) => row)
  const blob = new Blob([JSON.stringify({ format: 'changping-outbox-1', exportedAt: serverNow(), operations: rows }, null, 1)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `changping-outbox-${serverNow().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
