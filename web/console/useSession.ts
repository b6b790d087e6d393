import { useQuery, type QueryClient } from '@tanstack/react-query'
import { mustSignIn } from '../shared/graphql/ask.ts'
import { loadSession, signOut, type Session, type Viewer } from '../shared/session.ts'
import { markSessionEnded } from './shell/sessionEnd.ts'

async function freshSession(): Promise<Session> {
  try {
    return await loadSession()
  } catch (error) {
    if (!mustSignIn(error)) throw error
    await signOut() // the browser still holds the cookie of a session that is over; without it the district's name can be read
    return loadSession()
  }
}

/** Loads the session. Where somebody was signed in and is no more, the page keeps its viewer and asks to sign in again. */
async function load(queries: QueryClient): Promise<Session> {
  const before = queries.getQueryData<Session>(['session'])
  const now = await freshSession()
  if (!before?.viewer || now.viewer) return now
  markSessionEnded(true)
  return before
}

/** Who is signed in and where; loaded once, and anew after signing in or out. */
export const useSession = () => useQuery({ queryKey: ['session'], queryFn: ({ client }) => load(client), staleTime: 60_000 })

/** The viewer of a page that stands behind signing in. */
export function useViewer(): Viewer {
  const viewer = useSession().data?.viewer
  if (!viewer) throw new Error('a page behind signing in is shown to nobody')
  return viewer
}

/** Where this is, and today's date there. */
export function useAbout(): Session['about'] {
  const about = useSession().data?.about
  if (!about) throw new Error('a page is shown before the session is known')
  return about
}
