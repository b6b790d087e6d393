// One way to ask the API: POST /graphql with the session cookie. What goes wrong is one of three errors, which differ in what a
// person can do: Unreachable (keep and try again), Refused (read the reason), and a SIGN_IN refusal (sign in, then go on).
import type { TadaDocumentNode } from 'gql.tada'
import { textOf } from './graphql.ts'

/** The server could not be reached, or is too busy: nothing is known of what became of the request. */
export class Unreachable extends Error {
  constructor(readonly status?: number) {
    super(status ? `the server answered ${status}` : 'the server cannot be reached')
  }
}

export type Facts = Record<string, string>

/** Why something was refused, as the server words it: a stable code, an English sentence, fields at fault, and facts. */
export type Refusal = { code: string; message: string; fields: readonly string[]; facts: Facts; requestId?: string | undefined }

/** The server refused; nothing was done. */
export class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals[0]?.message ?? 'refused')
  }
  get code(): string {
    return this.refusals[0]?.code ?? 'INTERNAL'
  }
}

/** Whether an error says that nobody is signed in (any more). */
export const mustSignIn = (error: unknown): boolean => error instanceof Refused && (error.code === 'SIGN_IN' || error.code === 'SESSION_ENDED')

type Answer<R> = { data?: R; errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string; fields?: string[]; facts?: Facts; requestId?: string; errorId?: string; kind?: string } }[] }

const transient = (status: number) => status >= 500 || status === 429 || status === 408

/** Waits; who loses interest meanwhile is not kept waiting. */
function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      reject(signal!.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
}

/** Sends a document as text. Throws Unreachable or Refused. */
export async function send<R>(query: string, variables: unknown, signal?: AbortSignal, again = 2): Promise<R> {
  let response: Response
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json;q=0.9' },
      body: JSON.stringify({ query, variables }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new Unreachable()
  }
  // Nothing was done, and the server says when to come again: it is not away.
  const seconds = response.status === 429 ? Number(response.headers.get('Retry-After') ?? 0) : 0
  if (seconds > 0 && seconds <= 10 && again > 0) {
    await wait(1000 * seconds, signal)
    return send(query, variables, signal, again - 1)
  }
  let answer: Answer<R>
  try {
    answer = (await response.json()) as Answer<R>
  } catch {
    throw new Unreachable(response.status)
  }
  if (answer.errors?.length) {
    if (transient(response.status) || answer.errors.some((error) => error.extensions?.kind === 'UNAVAILABLE')) throw new Unreachable(response.status)
    throw new Refused(
      answer.errors.map(({ message, extensions = {} }) => ({
        code: extensions.code ?? 'INTERNAL', message, fields: extensions.fields ?? [], facts: extensions.facts ?? {}, requestId: extensions.errorId ?? extensions.requestId,
      })),
    )
  }
  if (!response.ok || answer.data === undefined) throw new Unreachable(response.status)
  return answer.data
}

/** Sends a typed document. */
export function ask<R, V>(document: TadaDocumentNode<R, V>, ...[variables, signal]: V extends Record<string, never> ? [variables?: V, signal?: AbortSignal] : [variables: V, signal?: AbortSignal]): Promise<R> {
  return send<R>(textOf(document), variables ?? {}, signal)
}
