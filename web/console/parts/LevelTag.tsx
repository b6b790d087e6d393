// The response level of an incident: a neutral badge with its Roman numeral. Colours belong to warning levels only.
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'

const numerals: Readonly<Record<string, string>> = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' }

export function LevelTag({ level }: { level: string }) {
  const t = useWords(partWords)
  return <span className="level">{t('level', { level: numerals[level] ?? level })}</span>
}
