import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { isZero } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { Item } from '../../snapshot/catalogue.ts'
import { readThrough } from '../../snapshot/read.ts'
import { usePlaceName } from '../../snapshot/usePlaceName.ts'
import { useCommon } from '../../words.ts'
import { lookUpWords } from './words.ts'

const CardQuery = graphql(`
  query FieldCard($site: ID!, $item: ID!) {
    stockCard(siteId: $site, itemId: $item, first: 30) { nodes { occurredAt quantityIn quantityOut balance otherPlace lot { lotNo } document { id number kind state } } }
  }
`)

/** What moved of an item at a site, newest first, with the balance after each. */
export function StockCard({ site, item }: { site: { id: string; nameZh: string; nameEn: string }; item: Item }) {
  const t = useWords(lookUpWords)
  const c = useCommon()
  const term = useTerm()
  const placeName = usePlaceName()
  const name = useNames()
  const { data, error } = useQuery({ queryKey: ['history', 'card', site.id, item.id], queryFn: () => readThrough(`card:${site.id}:${item.id}`, async () => (await ask(CardQuery, { site: site.id, item: item.id })).stockCard.nodes) })
  return (
    <section className="card">
      <h2>{t('cardAt', { place: name(site) })}</h2>
      {error && <p className="small">{c('notKept')}</p>}
      {!data && !error && <p role="status">{c('loading')}</p>}
      {data?.value.length === 0 && <p className="small">{t('empty')}</p>}
      {data && data.value.length > 0 && (
        <table className="stock-card">
          <caption className="visually-hidden">{t('cardOf', { name: name(item) })}</caption>
          <thead>
            <tr><th scope="col">{t('document')}</th><th scope="col" className="number">{t('in')} / {t('out')}</th><th scope="col" className="number">{t('balance')}</th></tr>
          </thead>
          <tbody>
            {data.value.map((line, index) => (
              <tr key={`${line.document.id} ${index}`}>
                <td>
                  <Link href={`/documents/${line.document.id}`} className="cell-link"><span className="code">{line.document.number}</span></Link>
                  <small>{dateTime(line.occurredAt)} · {term(line.document.kind)} · <span className="code">{line.lot.lotNo}</span> · {placeName(line.otherPlace)}{line.document.state === 'REVERSED' && ` · ${term('REVERSED')}`}</small>
                </td>
                <td className="number">{isZero(line.quantityIn) ? `−${quantity(line.quantityOut)}` : `+${quantity(line.quantityIn)}`}</td>
                <td className="number">{quantity(line.balance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
