// One way to write: a request key that stays the same until the write is answered, so that a retry after a lost reply is not a
// second write, and userErrors as Refused.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TadaDocumentNode } from 'gql.tada'
import { useCallback, useRef } from 'react'
import { Refused, send } from '../shared/graphql/ask.ts'
import { textOf } from '../shared/graphql/graphql.ts'
import { refusalsOf, type UserErrors } from '../shared/graphql/refusal.ts'
import { warningsOf, type WarningFields } from '../shared/graphql/warning.ts'
import type { FragmentOf } from '../shared/graphql/graphql.ts'
import { keyFor, settle } from './pendingWrite.ts'
import { tellWarnings } from './writeWarnings.ts'

type Warned = { warnings?: readonly FragmentOf<typeof WarningFields>[]; document?: { id: string } | null }
type Payload = Warned & { replayed: boolean; userErrors: readonly FragmentOf<typeof UserErrors>[] }

/** Tells what a write warned of, whichever form sent it: of its document, or of each of a list. */
function tellOf(payload: Warned): void {
  const { results = [] } = payload as { results?: readonly Warned[] }
  for (const { warnings, document } of [payload, ...results]) if (warnings) tellWarnings(document?.id ?? null, warningsOf(warnings))
}

/**
 * How long a form waits for the reading that follows its write: long enough that a second click finds the new revision, short
 * enough that a slow read does not keep a dialog open whose write is done.
 */
const patience = () => new Promise<void>((go) => setTimeout(go, 3_000))

/**
 * What a form does after its write. It is told even when the reading that follows has taken the form off the page (a stocktake that
 * is closed has nothing to close any more), and not when the user has gone to another page meanwhile.
 */
type Then<P> = { onSuccess?: ((payload: P) => void) | undefined; onError?: ((error: unknown) => void) | undefined }

/**
 * Runs a mutation whose document has one variable $input and one root field. The answer is the payload of that field. After
 * success every query is read anew.
 */
export function useWrite<P extends Payload, I extends { requestKey: string }>(document: TadaDocumentNode<Record<string, P>, { input: I }>) {
  const queries = useQueryClient()
  const sent = useRef<{ content: string; key: string } | null>(null)
  const mutation = useMutation<P, unknown, Omit<I, 'requestKey'>>({
    mutationFn: async (input) => {
      const text = textOf(document)
      const name = /^\s*mutation\s+(\w+)/.exec(text)?.[1] ?? 'write'
      const content = JSON.stringify(input)
      if (sent.current?.content !== content) sent.current = { content, key: keyFor(localStorage, name, content) }
      const answer = await send<Record<string, P>>(text, { input: { ...input, requestKey: sent.current.key } })
      sent.current = null
      settle(localStorage, name)
      const payload = Object.values(answer)[0]!
      if (payload.userErrors.length > 0) throw new Refused(refusalsOf(payload.userErrors))
      tellOf(payload)
      return payload
    },
    onSuccess: () => Promise.race([queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }), patience()]),
  })
  const { mutateAsync } = mutation
  const mutate = useCallback((input: Omit<I, 'requestKey'>, then: Then<P> = {}) => {
    const page = window.location.pathname
    mutateAsync(input).then((payload) => { if (window.location.pathname === page) then.onSuccess?.(payload) }, (error: unknown) => then.onError?.(error))
  }, [mutateAsync])
  return { ...mutation, mutate }
}
