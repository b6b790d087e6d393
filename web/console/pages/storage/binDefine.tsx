import { Button, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { useWrite } from '../../useWrite.ts'
import { BinFields, binInput, capacityFits, type BinDraft } from './binFields.tsx'
import { DefineBins, useBinPattern } from './binQueries.ts'
import { binWords } from './binWords.ts'

/** Many bins by a pattern, with the codes that it makes shown before. */
export function DefinePanel({ siteId, onClose, onMade }: { siteId: string; onClose: () => void; onMade: (count: number) => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(DefineBins)
  const [pattern, setPattern] = useState('')
  const [draft, setDraft] = useState<BinDraft>({ zone: '', condition: '', m3: '', kg: '' })
  const wanted = pattern.normalize('NFKC').replace(/×/g, 'x').trim().toUpperCase()
  const preview = useBinPattern(siteId, useDeferredValue(wanted))
  const found = wanted === '' ? undefined : preview.data
  const ready = found !== undefined && !preview.error && found.taken.length === 0 && capacityFits(draft.m3) && capacityFits(draft.kg)
  const codes = found && [found.first.join('、'), ...(found.count > found.first.length + found.last.length ? ['…'] : []), ...(found.last.length > 0 ? [found.last.join('、')] : [])].join('、')
  return (
    <Card title={t('defineTitle')}>
      <form className="stack" noValidate onSubmit={(event) => {
        event.preventDefault()
        if (ready && !write.isPending) write.mutate({ siteId, pattern: wanted, ...binInput(draft) }, { onSuccess: ({ made }) => onMade(made) })
      }}>
        <div className="form-head">
          <Field label={t('pattern')} wide hint={t('patternHint')}><Input autoFocus value={pattern} maxLength={200} onChange={(event) => setPattern(event.target.value)} /></Field>
          <BinFields draft={draft} set={(part) => setDraft((now) => ({ ...now, ...part }))} />
        </div>
        <div role="status">
          {wanted !== '' && preview.error ? <p className="field-error">{say(preview.error)}</p> : null}
          {found && !preview.error && <p className="code">{t('preview', { count: found.count, codes: codes ?? '' })}</p>}
          {found && found.taken.length > 0 && <p className="field-error">{t('takenAlready', { count: found.taken.length, codes: found.taken.slice(0, 12).join('、') })}</p>}
        </div>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!ready}>{ready ? t('make', { count: found.count }) : t('makeNone')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
