// What was typed into a form and is not posted yet, kept in the browser per account and form.
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

type Kept<D> = { version: number; savedAt: string; draft: D }

const keyOf = (account: string, form: string) => `changping.draft.${account}.${form}`

/** The draft of a form; null where there is none, or one of another version of the form. */
export function loadDraft<D>(store: DraftStore, account: string, form: string, version: number): { draft: D; savedAt: string } | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(account, form)) ?? 'null') as Partial<Kept<D>> | null
    return kept && kept.version === version && kept.draft !== undefined && typeof kept.savedAt === 'string' ? { draft: kept.draft, savedAt: kept.savedAt } : null
  } catch {
    return null // cut short, or written by somebody else
  }
}

/** Keeps a draft; false where the browser has no room or forbids it. */
export function saveDraft<D>(store: DraftStore, account: string, form: string, version: number, draft: D, now: Date): boolean {
  try {
    store.setItem(keyOf(account, form), JSON.stringify({ version, savedAt: now.toISOString(), draft } satisfies Kept<D>))
    return true
  } catch {
    return false
  }
}

export const dropDraft = (store: DraftStore, account: string, form: string): void => store.removeItem(keyOf(account, form))
