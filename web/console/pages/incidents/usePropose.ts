import { useNavigate } from '@tanstack/react-router'
import { useWrite } from '../../useWrite.ts'
import { ProposeAllocation } from './writes.ts'

/** Proposes an allocation of what an incident still needs, and goes to it. */
export function usePropose(incidentId: string) {
  const write = useWrite(ProposeAllocation)
  const navigate = useNavigate()
  const propose = () =>
    write.mutate({ incidentId }, {
      onSuccess: ({ allocation }) => {
        if (allocation) void navigate({ to: '/incidents/$incidentId/allocations/$allocationId', params: { incidentId, allocationId: allocation.id } })
      },
    })
  return { propose, pending: write.isPending, error: write.error }
}
