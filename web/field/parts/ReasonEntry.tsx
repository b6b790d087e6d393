import { useId, useState } from 'react'
import { useCommon } from '../words.ts'
import { Chips } from './Chips.tsx'

type Props = {
  label: string
  /** Reasons that are told with one tap, in the language of the screen. */
  reasons: readonly string[]
  text: string
  onText: (text: string) => void
}

const other = '…'

/** A reason: one of a few by one tap, or in one's own words. */
export function ReasonEntry({ label, reasons, text, onText }: Props) {
  const t = useCommon()
  const id = useId()
  const [own, setOwn] = useState(text !== '' && !reasons.includes(text))
  return (
    <div className="reason">
      <Chips label={label} values={[...reasons, other]} word={(value) => (value === other ? t('otherReason') : value)} chosen={own ? other : text || null}
        onChoose={(value) => {
          setOwn(value === other)
          onText(value === other ? '' : value)
        }} />
      {own && (
        <p className="field">
          <label htmlFor={id}>{t('reasonText')}</label>
          <input id={id} value={text} maxLength={200} autoFocus onChange={(event) => onText(event.target.value)} />
        </p>
      )}
    </div>
  )
}
