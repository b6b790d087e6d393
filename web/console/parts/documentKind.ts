import { useTerm } from '../../shared/i18n/useTerm.ts'

/** The word for a kind of document. RETURN is a reason of receipts too: goods that come back to us; as a kind they go back to their supplier. */
export function useDocumentKind(): (kind: string) => string {
  const term = useTerm()
  return (kind) => term(kind === 'RETURN' ? 'SUPPLIER_RETURN' : kind)
}
