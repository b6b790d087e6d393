import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { compare } from '../../../shared/decimal.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { ExpiryDate } from '../../parts/ExpiryDate.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import type { SiteChoice } from '../../parts/sites.ts'
import { Warnings } from '../../shell/Warnings.tsx'
import { useViewer } from '../../useSession.ts'
import { BinFill } from './binFill.tsx'
import { MovePanel } from './binMove.tsx'
import { useBinContents, type BinContent } from './binQueries.ts'
import { binWords } from './binWords.ts'

const contentKey = (row: BinContent) => `${row.lot.id} ${row.reserve.id}`

/** What lies in a bin, and moving it; open while the address names the bin. */
export function BinDrawer({ site, code, warnAt, onClose }: { site: SiteChoice; code: string | undefined; warnAt: number; onClose: () => void }) {
  const t = useWords(binWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const query = useBinContents(site.id, code)
  const [moving, setMoving] = useState<string | null>(null)
  const [moved, setMoved] = useState<string | null>(null)
  const keeps = may(viewer, 'stock.transfer') && viewer.keepsSites.some((one) => one.id === site.id)
  return (
    <Drawer open={code !== undefined} onClose={onClose} destroyOnHidden size="min(920px, 100vw)" title={code && t('contents', { code })} closable={{ 'aria-label': term('close') }}>
      {code !== undefined && (
        <div className="drawer-body">
          <Warnings />
          {moved !== null && <p className="notice" role="status">{t('moved', { number: moved })}</p>}
          <Loaded query={query}>
            {({ bin, contents }) => {
              const chosen = contents.find((row) => contentKey(row) === moving)
              return (
                <>
                  <BinFill bin={bin} warnAt={warnAt} />
                  {chosen && <MovePanel key={moving} siteId={site.id} from={bin} content={chosen} onClose={() => setMoving(null)} onMoved={(number) => { setMoving(null); setMoved(number) }} />}
                  <DataTable
                    caption={t('contents', { code: bin.code })}
                    rows={contents}
                    rowKey={contentKey}
                    empty={t('contentsEmpty')}
                    columns={[
                      { key: 'item', title: term('item'), rowHeader: true, cell: (row) => <><PathLink to={`/items/${row.item.code}`}>{name(row.item)}</PathLink><span className="sub">{row.item.spec}</span></> },
                      { key: 'lot', title: term('lotNo'), nowrap: true, cell: ({ lot }) => <span className="code">{lot.lotNo}{lot.serialNo && <span className="sub">{lot.serialNo}</span>}</span> },
                      { key: 'expiry', title: term('expiresOn'), nowrap: true, cell: ({ lot }) => <ExpiryDate on={lot.expiresOn} /> },
                      { key: 'onHand', title: term('onHand'), number: true, cell: (row) => <Quantity value={row.onHand} of={row.item} /> },
                      { key: 'available', title: term('available'), number: true, cell: (row) => <strong><Quantity value={row.available} /></strong> },
                      { key: 'reserved', title: term('reserved'), number: true, cell: (row) => <Quantity value={row.reserved} /> },
                      { key: 'owner', title: term('owner'), cell: ({ reserve }) => <>{name(reserve.owner)}<span className="sub">{term(reserve.custody)}</span></> },
                      ...(keeps ? [{ key: 'move', title: '', cell: (row: BinContent) => compare(row.onHand, '0') > 0 && <Button aria-label={t('moveAs', { item: name(row.item), lot: row.lot.serialNo || row.lot.lotNo })} onClick={() => { setMoved(null); setMoving(contentKey(row)) }}>{t('move')}</Button> }] : []),
                    ]}
                  />
                </>
              )
            }}
          </Loaded>
        </div>
      )}
    </Drawer>
  )
}
