// Who is signed in on this phone: as the server says, or, without a network, as it last said.
import { useQuery, type QueryClient } from '@tanstack/react-query'
import { Unreachable } from '../../shared/graphql/ask.ts'
import { loadSession, type Session, type Viewer } from '../../shared/session.ts'
import { meet } from '../clock.ts'
import { sendAs } from '../operations/queue.ts'
import { reaching } from '../reach.ts'
import { keep, kept } from '../snapshot/database.ts'

/** ended: the server says that nobody is signed in any more; viewer is who was. */
export type PhoneSession = { about: Session['about']; viewer: Viewer | null; ended: boolean }

const key = ['session']
let seenLive = false

async function load(): Promise<PhoneSession> {
  const before = (await kept<PhoneSession>('session'))?.value
  const askedAt = Date.now()
  let live: Session
  try {
    live = await reaching(loadSession())
  } catch (error) {
    if (!(error instanceof Unreachable) || !before?.viewer) throw error
    sendAs(before.viewer.account)
    return before
  }
  meet(live.about.now, askedAt, Date.now())
  if (live.viewer) seenLive = true
  const session: PhoneSession = live.viewer ? { ...live, ended: false } : { about: live.about, viewer: before?.viewer ?? null, ended: true }
  await keep('session', session, askedAt)
  sendAs(session.viewer?.account ?? null)
  return session
}

export const useSession = () => useQuery({ queryKey: key, queryFn: load, staleTime: 60_000, retry: false })

export const reloadSession = (queries: QueryClient): Promise<void> => queries.invalidateQueries({ queryKey: key })

/** Whether this page may go on with who was signed in: it was live here before, or nobody could be asked. */
export const mayGoOn = (session: PhoneSession): boolean => session.viewer !== null && (!session.ended || seenLive)

/** The viewer of a page that stands behind signing in. */
export function useViewer(): Viewer {
  const viewer = useSession().data?.viewer
  if (!viewer) throw new Error('a page behind signing in is shown to nobody')
  return viewer
}

/** The organisations whose goods the viewer may move wherever they lie. */
export const ownersOf = (viewer: Viewer): ReadonlySet<string> => new Set(viewer.posts.map((post) => post.organisation.id))
