import { useQuery } from '@tanstack/react-query'
import { loadSession, type Viewer } from '../shared/session.ts'

/** Who is signed in and where; loaded once, and anew after signing in or out. */
export const useSession = () => useQuery({ queryKey: ['session'], queryFn: loadSession, staleTime: 60_000 })

/** The viewer of a page that stands behind signing in. */
export function useViewer(): Viewer {
  const viewer = useSession().data?.viewer
  if (!viewer) throw new Error('a page behind signing in is shown to nobody')
  return viewer
}
