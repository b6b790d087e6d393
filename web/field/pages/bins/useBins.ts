import { useQuery } from '@tanstack/react-query'
import { binsOf, type Bin } from '../../snapshot/bins.ts'

/** The bins of a site; undefined until they are here. */
export const useBins = (site: string): readonly Bin[] | undefined => useQuery({ queryKey: ['bins', site], queryFn: () => binsOf(site), staleTime: 3600_000 }).data
