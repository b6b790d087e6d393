import type { Operation } from '../../shared/outbox/operation.ts'
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { unitOf } from '../parts/QuantityEntry.tsx'
import { writeWords } from './words.ts'

/** The lines of an operation, as they were entered. */
export function OperationLines({ operation }: { operation: Operation }) {
  const t = useWords(writeWords)
  const name = useNames()
  const language = useLanguage()
  return (
    <ul className="plain">
      {operation.shown.lines.map((line, index) => (
        <li key={index}>{t('line', { name: name(line), quantity: quantity(line.quantity), unit: unitOf(language, line) })}</li>
      ))}
    </ul>
  )
}

export function useOperationName(): (operation: Operation) => string {
  const t = useWords(writeWords)
  return ({ kind }) => (kind in writeWords ? t(kind as keyof typeof writeWords) : kind)
}
