import { useId } from 'react'
import { useWords } from '../../shared/i18n/words.ts'
import { Numpad } from './Numpad.tsx'
import { readDate, typeDateKey } from './dateText.ts'
import { dateWords } from './dateWords.ts'

type Props = { label: string; digits: string; onDigits: (digits: string) => void; problem: string | null }

/** A date typed as digits, shown as a date while one types. */
export function DateEntry({ label, digits, onDigits, problem }: Props) {
  const t = useWords(dateWords)
  const id = useId()
  const read = readDate(digits)
  const wrong = read.state === 'WRONG' ? t('wrong') : problem
  return (
    <div className="entry">
      <label htmlFor={id} className="entry-label">{label}</label>
      <div className="entry-figure">
        <input id={id} className="visually-hidden" inputMode="none" autoComplete="off" autoFocus value={digits} aria-describedby={`${id}-shown ${id}-problem`} aria-invalid={wrong !== null}
          onChange={(event) => onDigits([...event.target.value.normalize('NFKC').replace(/\D/g, '')].reduce(typeDateKey, ''))} />
        <output id={`${id}-shown`} className="figure" htmlFor={id}>{read.shown}</output>
      </div>
      <p id={`${id}-problem`} className={wrong ? 'notice notice-warn' : 'entry-sum'} role="status">{wrong ?? t('how')}</p>
      <Numpad label={t('digits')} extra="00" onKey={(key) => onDigits([...key].reduce(typeDateKey, digits))} onBackspace={() => onDigits(digits.slice(0, -1))} />
    </div>
  )
}
