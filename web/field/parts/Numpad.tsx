import { useCommon } from '../words.ts'
import { Backspace } from './icons.tsx'

type Props = {
  label: string
  /** The last key of the left: a point where decimals are counted, else two zeros. */
  extra: '.' | '00'
  onKey: (key: string) => void
  onBackspace: () => void
}

/** Our own keys for digits: the keyboard of the system would cover the button that confirms. */
export function Numpad({ label, extra, onKey, onBackspace }: Props) {
  const t = useCommon()
  return (
    <div className="numpad" role="group" aria-label={label}>
      {['1', '2', '3', '4', '5', '6', '7', '8', '9', extra, '0'].map((key) => (
        <button key={key} type="button" className="key" onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      <button type="button" className="key" onClick={onBackspace} aria-label={t('backspace')}>
        <Backspace />
      </button>
    </div>
  )
}
