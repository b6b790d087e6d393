// Who is signed in, and signing in and out.
import { Refused, Unreachable, ask } from './graphql/ask.ts'
import { graphql, type ResultOf } from './graphql/graphql.ts'

export const SessionQuery = graphql(`
  query Session {
    about { districtZh districtEn demo today now }
    viewer {
      account name permissions
      posts { role organisation { id code nameZh nameEn kind } site { id nameZh nameEn } }
      keepsSites { id code nameZh nameEn kind }
    }
  }
`)

export type Session = ResultOf<typeof SessionQuery>
export type Viewer = NonNullable<Session['viewer']>

export const loadSession = (): Promise<Session> => ask(SessionQuery)

async function post(path: string, body: unknown): Promise<void> {
  let response: Response
  try {
    response = await fetch(path, { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  } catch {
    throw new Unreachable()
  }
  if (response.ok) return
  if (response.status >= 500) throw new Unreachable(response.status)
  const answer = (await response.json().catch(() => ({}))) as { code?: string; message?: string; facts?: Record<string, string> }
  // How long a lock-out lasts is told in the sentence only.
  const minutes = answer.code === 'LOCKED_OUT' ? /(\d+) minutes?/.exec(answer.message ?? '')?.[1] : undefined
  throw new Refused([{ code: answer.code ?? 'INTERNAL', message: answer.message ?? '', fields: [], facts: { ...(minutes ? { minutes } : {}), ...answer.facts } }])
}

/** Opens a session; the cookie is the browser's. Throws Refused (WRONG_PASSWORD and the like) or Unreachable. */
export const signIn = (account: string, password: string): Promise<void> => post('/auth/sign-in', { account, password })

export const signOut = (): Promise<void> => post('/auth/sign-out', {})

/** Whether the posts of the viewer give a permission, such as stock.receive. */
export const may = (viewer: Viewer | null | undefined, permission: string): boolean => viewer?.permissions.includes(permission) ?? false
