// The document that an arrival page is about: among the tasks; for one that was refused, as it was kept when it was last read.
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { kept } from '../../snapshot/database.ts'
import type { Tasks, Transfer, Waybill } from '../../snapshot/tasks.ts'
import { useTasks } from '../../snapshot/useTasks.ts'
import { useViewer } from '../../session/useSession.ts'

/** The operation that is being changed, from the address; null: a new one. */
export function useReplaced(): number | null {
  const replaces = useSearchParams()[0].get('replaces')
  return replaces && /^\d+$/.test(replaces) ? Number(replaces) : null
}

/** Tasks hide what this phone has an operation about; to change that operation, they are read as they were kept. */
function useKeptTasks(wanted: boolean): Tasks | undefined {
  const account = useViewer().account
  return useQuery({ queryKey: ['kept-tasks', account], queryFn: async () => (await kept<Tasks>(`tasks:${account}`))?.value ?? null, enabled: wanted, staleTime: 0 }).data ?? undefined
}

export function useTransfer(id: string, replaces: number | null): { transfer: Transfer | undefined; reading: boolean } {
  const tasks = useTasks()
  const all = useKeptTasks(replaces !== null)
  return { transfer: (replaces === null ? tasks : all)?.transfers.find((row) => row.id === id), reading: tasks === undefined }
}

export function useWaybill(id: string, replaces: number | null): { waybill: Waybill | undefined; reading: boolean } {
  const tasks = useTasks()
  const all = useKeptTasks(replaces !== null)
  return { waybill: (replaces === null ? tasks : all)?.waybills.find((row) => row.id === id), reading: tasks === undefined }
}
