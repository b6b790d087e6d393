// The tasks on the screen: those that the server gave, less what this phone has already done about them.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isOpen } from '../../shared/outbox/operation.ts'
import { useQueue } from '../operations/queue.ts'
import { useViewer } from '../session/useSession.ts'
import { readThrough } from './read.ts'
import { loadTasks, type Tasks } from './tasks.ts'

export const tasksKey = ['tasks']

/** at: when they were read, by the clock of the phone. */
export function useTasks(): (Tasks & { at: number }) | undefined {
  const viewer = useViewer()
  const { operations } = useQueue()
  const { data } = useQuery({ queryKey: tasksKey, queryFn: () => readThrough(`tasks:${viewer.account}`, () => loadTasks(viewer)), staleTime: 30_000, refetchInterval: 60_000 })
  return useMemo(() => {
    if (!data) return undefined
    const about = new Set(operations.filter((operation) => isOpen(operation) || (operation.state === 'DONE' && (operation.answeredAt ?? 0) > data.at)).map((operation) => operation.subject))
    const open = <T extends { id: string }>(rows: readonly T[]) => rows.filter((row) => !about.has(row.id))
    return { at: data.at, transfers: open(data.value.transfers), waybills: open(data.value.waybills), rotation: open(data.value.rotation), counts: data.value.counts ?? [], incidents: data.value.incidents }
  }, [data, operations])
}
