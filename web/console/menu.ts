// What a topic adds to the menu. Each topic keeps its own entries in its menu.ts; an entry is shown to whoever has one of its
// permissions, and to everybody signed in where it names none.
export type MenuEntry = { readonly path: string; readonly words: readonly [zh: string, en: string]; readonly anyOf?: readonly string[] }
export type MenuSection = { readonly words: readonly [zh: string, en: string] | null; readonly entries: readonly MenuEntry[] }
