import { useNavigate } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { StockActions } from './StockActions.tsx'
import { StockReasons, StockSum } from './StockSum.tsx'
import { balanceKey, useLotColumns } from './lotColumns.tsx'
import { splitRow } from './search.ts'
import { useBalances, useIds, useStock } from './stockQueries.ts'
import { stockWords } from './words.ts'

/** One row of the ledger with its lots and what can be done; open while the address names the row. */
export function StockDrawer({ row }: { row: string | undefined }) {
  const t = useWords(stockWords)
  const term = useTerm()
  const name = useNames()
  const navigate = useNavigate({ from: '/stock' })
  const codes = splitRow(row)
  const { site, item } = useIds({ site: codes?.site, item: codes?.item })
  const open = codes !== null
  const known = site !== undefined && item !== undefined
  const stock = useStock({ siteId: site?.id, itemId: item?.id, first: 1 }, known)
  const lots = useBalances({ siteId: site?.id, itemId: item?.id, first: 250 }, known)
  const columns = useLotColumns()
  const figures = stock.data?.nodes[0]
  return (
    <Drawer
      open={open}
      onClose={() => navigate({ search: (now) => ({ ...now, row: undefined }) })}
      size="min(920px, 100vw)"
      title={known ? t('stockOf', { site: name(site), item: name(item) }) : term('details')}
      closable={{ 'aria-label': term('close') }}
    >
      {open && known && (
        <div className="drawer-body">
          {figures && <StockSum figures={figures} />}
          <div className="actions">
            <PathLink to={`/stock/card?site=${site.code}&item=${item.code}`} className="button">{t('toCard')}</PathLink>
            <PathLink to={`/items/${item.code}`} className="button">{t('toItem')}</PathLink>
            <StockActions site={site.code} item={item.code} />
          </div>
          {figures && <StockReasons figures={figures} />}
          <h3>{t('lots')}</h3>
          <p className="muted">{t('lotsNote')}</p>
          <Loaded query={lots}>{(data) => <DataTable caption={t('lots')} rows={data.nodes} rowKey={balanceKey} empty={t('noLots')} columns={columns} />}</Loaded>
        </div>
      )}
    </Drawer>
  )
}
