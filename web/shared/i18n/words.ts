// Words on the screen. Each page keeps its own words beside it, every one in both languages:
//
//   const words = catalogue({ onHand: ['在库', 'On hand'], lines: ['{count} 行', '{count} lines'] })
//   const t = useWords(words);  t('onHand');  t('lines', { count: 3 })
//
// A key without both languages does not compile, nor does a key that does not exist. Terms are those of fixtures/reference/glossary.csv.
import { language, useLanguage, type Language } from './language.ts'

export type Catalogue = Readonly<Record<string, readonly [zh: string, en: string]>>
export type Values = Readonly<Record<string, string | number>>
export type Translate<C extends Catalogue> = (key: keyof C & string, values?: Values) => string

export const catalogue = <const C extends Catalogue>(entries: C): C => entries

export function translate<C extends Catalogue>(entries: C, key: keyof C & string, values: Values = {}, inLanguage: Language = language()): string {
  const text = entries[key]![inLanguage === 'zh' ? 0 : 1]
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

export function useWords<C extends Catalogue>(entries: C): Translate<C> {
  const inLanguage = useLanguage()
  return (key, values) => translate(entries, key, values, inLanguage)
}

/** What has a name in both languages, such as an item, site or organisation. */
export type Named = { readonly nameZh: string; readonly nameEn: string }

export const nameIn = (inLanguage: Language, named: Named): string => (inLanguage === 'zh' ? named.nameZh : named.nameEn || named.nameZh)

/** A function that names things in the language of the screen. */
export function useNames(): (named: Named | null | undefined) => string {
  const inLanguage = useLanguage()
  return (named) => (named ? nameIn(inLanguage, named) : '')
}
