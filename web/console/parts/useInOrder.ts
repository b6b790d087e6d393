// Puts a list that is held whole, such as that of the sites, into the orders that the lists of the API have: by code, or by name as the
// dictionary of the language on the screen does.
//   const inOrder = useInOrder(rows, search.order ?? 'CODE')
import { useMemo } from 'react'
import { useLanguage, type Language } from '../../shared/i18n/language.ts'
import { nameIn, type Named } from '../../shared/i18n/words.ts'

type Coded = Named & { readonly code: string }

export function inOrder<R extends Coded>(rows: readonly R[], order: 'CODE' | 'NAME', language: Language): R[] {
  const byCode = (a: R, b: R) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  const names = new Intl.Collator(language === 'zh' ? 'zh-CN-u-co-pinyin' : 'en')
  return [...rows].sort(order === 'CODE' ? byCode : (a, b) => names.compare(nameIn(language, a), nameIn(language, b)) || byCode(a, b))
}

export function useInOrder<R extends Coded>(rows: readonly R[] | undefined, order: 'CODE' | 'NAME'): R[] | undefined {
  const language = useLanguage()
  return useMemo(() => rows && inOrder(rows, order, language), [rows, order, language])
}
