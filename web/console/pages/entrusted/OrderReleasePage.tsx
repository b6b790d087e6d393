import { useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useCallback, useState } from 'react'
import { fold } from '../../../shared/decimal.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, IgnoredParams } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { OrganisationSelect, SiteSelect } from '../../parts/SiteSelect.tsx'
import { useOrganisations, useSites } from '../../parts/sites.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { OrderRelease, useEntrustedAt } from './entrustedQueries.ts'
import { goodsOf, lineRight, orderLines, type Goods, type Typed } from './releaseLines.ts'
import { orderSearch } from './search.ts'
import { speaksFor } from './speaksFor.ts'
import { entrustedWords } from './words.ts'

type Draft = { owner: string; site: string; untilOn: string; note: string; typed: Typed }

const untouched = (draft: Draft) => draft.note === '' && Object.values(draft.typed).every((line) => !line || fold(line.quantity) === '')

/** An owner lets goods go that lie with another. */
export function OrderReleasePage() {
  const t = useWords(entrustedWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const viewer = useViewer()
  const { today } = useAbout()
  const search = useSearch({ from: '/release-orders/new' })
  const sites = useSites().data
  const organisations = useOrganisations().data
  const owners = organisations?.filter((one) => speaksFor(viewer, one))
  const own = owners?.length === 1 ? owners[0]!.code : viewer.posts.find((post) => post.role === 'PARTNER' || post.role === 'LIAISON')?.organisation.code
  const begin = useCallback((): Draft => ({ owner: search.owner ?? '', site: search.site ?? '', untilOn: today, note: '', typed: {} }), [search.owner, search.site, today])
  const { draft, change, clear } = useDraft<Draft>('release', begin, untouched)
  const [tried, setTried] = useState(false)
  const [given, setGiven] = useState<{ number: string; id: string } | null>(null)
  const write = useWrite(OrderRelease)
  const ownerCode = draft.owner || own
  const owner = owners?.find((one) => one.code === ownerCode)
  const site = sites?.find((one) => one.code === draft.site)
  const balances = useEntrustedAt(site?.id, owner?.id)
  const goods = balances.data && goodsOf(balances.data).sort((a, b) => Number(b.item.code === search.item) - Number(a.item.code === search.item))
  const set = (part: Partial<Draft>) => change((now) => ({ ...now, ...part }))
  const type = (one: Goods, part: Partial<{ quantity: string; lot: string }>) => change((now) => ({ ...now, typed: { ...now.typed, [one.item.id]: { quantity: '', lot: '', ...now.typed[one.item.id], ...part } } }))
  const lines = goods ? orderLines(goods, draft.typed) : []
  const lateDay = draft.untilOn === '' || draft.untilOn < today
  const wrong = !owner || !site || lateDay || lines.length === 0 || (goods ?? []).some((one) => !lineRight(one, draft.typed[one.item.id]))
  const submit = () => {
    setTried(true)
    if (wrong || write.isPending) return
    write.mutate({ ownerId: owner.id, siteId: site.id, untilOn: draft.untilOn, note: draft.note.trim() || null, lines }, {
      onSuccess: ({ number, orderId }) => { clear(); setTried(false); if (number && orderId) setGiven({ number, id: orderId }) },
    })
  }
  return (
    <form className="page" noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <PageHeader title={t('orderTitle')} trail={[{ title: t('orders'), to: '/release-orders' }]} note={t('orderNote')} />
      <IgnoredParams known={orderSearch} />
      {given && <p className="done" role="status">{t('given', { number: given.number })} <PathLink to={`/release-orders/${given.id}`}>{t('seeOrder')}</PathLink></p>}
      {owners?.length === 0 && <p className="notice">{t('mayNotOrder')}</p>}
      <Card>
        <div className="form-head">
          <Field label={t('owner')} wide error={tried && !owner ? t('chooseOwner') : null}><OrganisationSelect required value={ownerCode} only={(one) => speaksFor(viewer, one)} onChange={(next) => set({ owner: next?.code ?? '', typed: {} })} /></Field>
          <Field label={term('site')} wide error={tried && !site ? t('chooseSite') : null}><SiteSelect required value={draft.site || undefined} onChange={(next) => set({ site: next?.code ?? '', typed: {} })} /></Field>
          <Field label={t('untilOn')} error={tried && lateDay ? t('faultUntil') : null}><input className="plain-input" type="date" min={today} value={draft.untilOn} aria-invalid={tried && lateDay} onChange={(event) => set({ untilOn: event.target.value })} /></Field>
          <Field label={t('noteLabel')} wide><Input maxLength={400} value={draft.note} onChange={(event) => set({ note: event.target.value })} /></Field>
        </div>
      </Card>
      {owner && site && (
        <Card title={t('goods')} extra={<span className="muted">{t('goodsNote')}</span>}>
          <DataTable
            caption={t('goods')}
            query={balances}
            rows={goods}
            rowKey={(row) => row.item.id}
            empty={t('nothingHere')}
            columns={[
              { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <>{name(row.item)}<span className="sub code">{row.item.code}</span></> },
              { key: 'allow', title: t('allow'), cell: (row) => {
                const right = lineRight(row, draft.typed[row.item.id])
                return (
                  <>
                    <span className="grid-quantity"><input className="plain-input number-input" inputMode="decimal" aria-label={`${t('allow')} ${name(row.item)}`} aria-invalid={tried && !right} value={draft.typed[row.item.id]?.quantity ?? ''} onChange={(event) => type(row, { quantity: event.target.value })} /> {unit(row.item)}</span>
                    {tried && !right && <span className="field-error" role="alert">{t('faultQuantity')}</span>}
                  </>
                )
              } },
              { key: 'here', title: t('here'), number: true, cell: (row) => <Quantity value={row.available} of={row.item} /> },
              { key: 'lot', title: t('lotOf'), cell: (row) => (
                <Select className="select lot-choice" aria-label={`${t('lotOf')} ${name(row.item)}`} value={draft.typed[row.item.id]?.lot ?? ''} onChange={(lot: string) => type(row, { lot })} popupMatchSelectWidth={false}
                  options={[{ value: '', label: t('anyLot') }, ...row.lots.map((lot) => ({ value: lot.id, label: lot.lotNo }))]} />
              ) },
            ]}
          />
          {tried && lines.length === 0 && goods && goods.length > 0 && <p className="field-error" role="alert">{t('faultNothing')}</p>}
        </Card>
      )}
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending}>{t('send')}</Button>
        <PathLink to="/release-orders" className="button">{term('cancel')}</PathLink>
      </div>
    </form>
  )
}
