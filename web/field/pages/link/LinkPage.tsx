import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useParams } from 'wouter'
import { compare, fold } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { Refused, ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { UserErrors, refusalsOf } from '../../../shared/graphql/refusal.ts'
import { requestKey } from '../../../shared/graphql/requestKey.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Chips } from '../../parts/Chips.tsx'
import { ItemName, ItemSearch } from '../../parts/ItemSearch.tsx'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { typed } from '../../parts/quantityText.ts'
import { Screen } from '../../parts/Screen.tsx'
import { reaching, useReached } from '../../reach.ts'
import { useViewer } from '../../session/useSession.ts'
import { renewGtins, type Item } from '../../snapshot/catalogue.ts'
import { linkWords } from './words.ts'

const LinkGtin = graphql(`mutation FieldLinkGtin($input: LinkGtinInput!) { linkGtin(input: $input) { replayed item { id } userErrors { ...UserErrors } } }`, [UserErrors])

/** Links a trade item number that nobody knows to an item and a level of packing: for administrators, whose word every later scan takes. */
export function LinkPage() {
  const t = useWords(linkWords)
  const { gtin } = useParams<{ gtin: string }>()
  const [item, setItem] = useState<Item | null>(null)
  if (!may(useViewer(), 'settings.write')) return <Screen title={t('title')}><p role="alert" className="notice notice-warn">{t('not')}</p></Screen>
  if (item) return <LevelStep gtin={gtin} item={item} onBack={() => setItem(null)} />
  return (
    <Screen title={t('title')} under={gtin}>
      <p className="notice">{t('whichItem', { gtin })}</p>
      <ItemSearch autoFocus onPick={setItem} />
    </Screen>
  )
}

type Level = 'one' | 'pack' | 'other'

function LevelStep({ gtin, item, onBack }: { gtin: string; item: Item; onBack: () => void }) {
  const t = useWords(linkWords)
  const name = useNames()
  const language = useLanguage()
  const word = useWordError()
  const queries = useQueryClient()
  const reached = useReached()
  const unit = unitOf(language, item)
  const packed = compare(item.packSize, '1') > 0
  const [level, setLevel] = useState<Level>(packed ? 'pack' : 'one')
  const [text, setText] = useState('')
  const [called, setCalled] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [linked, setLinked] = useState(false)
  const key = useRef({ for: '', key: '' })
  const factor = level === 'one' ? '1' : level === 'pack' ? item.packSize : typed(text, item.scale)
  const levelName = level === 'one' ? item.unitZh : level === 'pack' ? item.packageNameZh : called.trim()
  const words = { gtin, name: name(item), level: levelName, factor: quantity(factor ?? '0'), unit, size: quantity(item.packSize), package: item.packageNameZh }
  const link = async () => {
    setBusy(true)
    setError(null)
    const input = { gtin, itemId: item.id, factor: factor!, levelName }
    const same = JSON.stringify(input)
    if (key.current.for !== same) key.current = { for: same, key: requestKey() } // what is sent again without an answer is done once
    try {
      const { linkGtin } = await reaching(ask(LinkGtin, { input: { ...input, requestKey: key.current.key } }))
      if (linkGtin.userErrors.length > 0) throw new Refused(refusalsOf(linkGtin.userErrors))
      await renewGtins(queries).catch(() => undefined) // read again with the next scan that is not known
      setLinked(true)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  if (linked) {
    return (
      <Screen title={t('title')} under={gtin} foot={<button type="button" className="main-button" onClick={() => history.back()}>{t('goOn')}</button>}>
        <p role="status" className="notice">{t('done', words)}</p>
      </Screen>
    )
  }
  return (
    <Screen title={t('title')} under={gtin} back={onBack}
      foot={<button type="button" className="main-button" disabled={busy || !reached || factor === null || levelName === ''} onClick={() => void link()}>{t('confirm')}</button>}>
      <section className="card"><ItemName item={item} /></section>
      {!reached && <p role="status" className="notice notice-warn">{t('offline')}</p>}
      {error !== null && <p role="alert" className="notice notice-error">{word(error)}</p>}
      <Chips label={t('whichLevel')} values={packed ? ['one', 'pack', 'other'] as const : ['one', 'other'] as const} chosen={level} onChoose={setLevel} word={(value) => t(value, words)} />
      {level === 'other' && (
        <>
          <p className="field">
            <label htmlFor="level">{t('levelName')}</label>
            <input id="level" value={called} maxLength={20} autoComplete="off" onChange={(event) => setCalled(event.target.value)} />
          </p>
          <p className="field">
            <label htmlFor="factor">{t('factor', { unit })}</label>
            <input id="factor" value={text} inputMode="decimal" maxLength={9} autoComplete="off" onChange={(event) => setText(fold(event.target.value).replace(/[^\d.]/g, ''))} />
          </p>
        </>
      )}
    </Screen>
  )
}
