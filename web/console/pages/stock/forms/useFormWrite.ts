import type { TadaDocumentNode } from 'gql.tada'
import type { FragmentOf } from '../../../../shared/graphql/graphql.ts'
import type { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { useWrite } from '../../../useWrite.ts'
import { SubmitDocument } from '../documents/documentQueries.ts'
import type { Editing } from './draftDocument.ts'

type DraftInput = { documentId?: string | null | undefined; revision?: number | null | undefined }
type Payload = { replayed: boolean; document: { id: string; revision: number; state: string } | null; userErrors: readonly FragmentOf<typeof UserErrors>[] }
type Input = { requestKey: string; draft?: DraftInput | null | undefined }

/** post: at once, or submitted where a rule asks for approval; draft: kept on the server. */
export type Sending = 'post' | 'draft'

type Form = { editing: Editing | null; setEditing: (editing: Editing) => void; posted: (document: { id: string } | null) => void; refuse: (error: unknown) => void }

/**
 * Sends what a form holds: posts it, or keeps it as a draft. Where the form changes a draft, it is kept first and then handed in; what
 * was kept stays so when handing it in is refused.
 */
export function useFormWrite<P extends Payload, I extends Input>(mutation: TadaDocumentNode<Record<string, P>, { input: I }>, form: Form) {
  const write = useWrite(mutation)
  const submit = useWrite(SubmitDocument)
  const send = (input: Omit<I, 'requestKey' | 'draft'>, how: Sending) => {
    const { editing } = form
    const draft: DraftInput | null = editing ? { documentId: editing.id, revision: editing.revision } : how === 'draft' ? {} : null
    write.mutate({ ...input, draft } as unknown as Omit<I, 'requestKey'>, {
      onError: form.refuse,
      onSuccess: ({ document }) => {
        if (!editing || how === 'draft' || !document) return form.posted(document)
        form.setEditing({ id: document.id, revision: document.revision })
        submit.mutate({ documentId: document.id, revision: document.revision }, { onError: form.refuse, onSuccess: (answer) => form.posted(answer.document) })
      },
    })
  }
  return { send, pending: write.isPending || submit.isPending, error: write.error ?? submit.error }
}
