import { useId } from 'react'

type Props<V extends string> = { label: string; values: readonly V[]; word: (value: V) => string; chosen: V | null; onChoose: (value: V) => void }

/** A few choices, all in sight, one tap each. */
export function Chips<V extends string>({ label, values, word, chosen, onChoose }: Props<V>) {
  const id = useId()
  return (
    <fieldset className="chips">
      <legend>{label}</legend>
      {values.map((value) => (
        <label key={value} className="chip">
          <input type="radio" name={id} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>{word(value)}</span>
        </label>
      ))}
    </fieldset>
  )
}
