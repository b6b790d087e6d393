import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { quantity, timeOfDay } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import type { Item } from '../../snapshot/catalogue.ts'
import { readThrough } from '../../snapshot/read.ts'
import { useCommon } from '../../words.ts'
import { lookUpWords } from './words.ts'

const StockQuery = graphql(`query FieldStock($item: ID!) { stock(itemId: $item, first: 100) { nodes { site { id code nameZh nameEn } onHand available nextExpiry } } }`)

/** Where an item lies, for those who keep no site themselves: all that they may see. */
export function ScopeStock({ item }: { item: Item }) {
  const t = useWords(lookUpWords)
  const c = useCommon()
  const name = useNames()
  const unit = unitOf(useLanguage(), item)
  const word = useWordError()
  const { data, error } = useQuery({ queryKey: ['history', 'scope', item.id], queryFn: () => readThrough(`scope:${item.id}`, async () => (await ask(StockQuery, { item: item.id })).stock.nodes) })
  if (error) return <p role="alert" className="notice notice-warn">{word(error)}</p>
  if (!data) return <p role="status">{c('loading')}</p>
  return (
    <section className="card">
      {data.value.length === 0 && <p>{t('noLots')}</p>}
      <ul className="lots">
        {data.value.map((row) => (
          <li key={row.site.id}>
            <span>{t('elsewhere', { place: name(row.site), quantity: quantity(row.available), unit })}</span>
          </li>
        ))}
      </ul>
      <small>{c('asOf', { time: timeOfDay(new Date(data.at)) })}</small>
    </section>
  )
}
