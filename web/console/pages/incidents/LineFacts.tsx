import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { allocationWords } from './allocationWords.ts'

const worded = { km: 'factKm', packs: 'factPacks', keptFor: 'factKeptFor', asked: 'factAsked', kept: 'factKept', loose: 'factLoose', packSize: 'factPackSize' } as const
/** Told in columns of their own. */
const elsewhere = new Set(['lotNo', 'expiresOn'])
const plain = /^\d+(\.\d+)?$/

/** The rule behind a line or a shortfall, with its facts. */
export function LineFacts({ reason, facts }: { reason: string; facts: readonly { name: string; value: string }[] }) {
  const t = useWords(allocationWords)
  const term = useTerm()
  const told = facts.filter((fact) => !elsewhere.has(fact.name)).map((fact) => {
    const value = plain.test(fact.value) ? quantity(fact.value) : fact.value
    return fact.name in worded ? t(worded[fact.name as keyof typeof worded], { value }) : `${fact.name} ${value}`
  })
  return <>{term(reason)}{told.length > 0 && <span className="muted"> {told.join(' · ')}</span>}</>
}
