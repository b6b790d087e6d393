import { isTerm, terms, type Term } from './terms.ts'
import { useWords, type Values } from './words.ts'

/** The standard term for a key of terms, or for any enum value of the API; a value that this build does not know is shown as it is. */
export function useTerm(): (key: Term | (string & {}), values?: Values) => string {
  const t = useWords(terms)
  return (key, values) => (isTerm(key) ? t(key, values) : key)
}
