import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { useViewer } from '../../useSession.ts'
import { DefinePackPanel, LinkGtinPanel, UnlinkGtinPanel } from './PackPanels.tsx'
import type { ItemCard } from './ItemPage.tsx'
import { levelsOf } from './packLevels.ts'
import { askGtins, askPacks, type Gtin, type Pack } from './packQueries.ts'
import { packWords } from './packWords.ts'

type Open = { panel: 'pack'; pack: Pack | null } | { panel: 'link' } | { panel: 'unlink'; gtin: Gtin } | null

/** The levels in which an item is counted, and the trade item numbers of each; administrators change both. */
export function ItemPacks({ item }: { item: ItemCard }) {
  const t = useWords(packWords)
  const term = useTerm()
  const language = useLanguage()
  const unit = useUnit()(item)
  const manages = may(useViewer(), 'settings.write')
  const packs = useQuery({ queryKey: ['itemPacks', item.id], queryFn: () => askPacks(item.id) })
  const gtins = useQuery({ queryKey: ['itemGtins', item.id], queryFn: () => askGtins(item.id) })
  const [open, setOpen] = useState<Open>(null)
  const [done, setDone] = useState<string | null>(null)
  const begin = (next: Open) => { setDone(null); setOpen(next) }
  const end = (word: string | null) => { setOpen(null); setDone(word) }
  const levels = packs.data && gtins.data && levelsOf(item, packs.data, gtins.data)
  return (
    <Card title={t('packs')} extra={manages && <><Button onClick={() => begin({ panel: 'pack', pack: null })}>{t('definePack')}</Button><Button onClick={() => begin({ panel: 'link' })}>{t('link')}</Button></>}>
      <p className="muted">{t('packsNote')}</p>
      {done && <p className="done" role="status">{done}</p>}
      {open?.panel === 'pack' && <DefinePackPanel key={open.pack?.id ?? ''} item={item} pack={open.pack} onClose={() => end(null)} onDone={() => end(t('packSaved'))} />}
      {open?.panel === 'link' && levels && <LinkGtinPanel item={item} levels={levels} onClose={() => end(null)} onDone={(gtin) => end(t('linked', { gtin }))} />}
      {open?.panel === 'unlink' && <UnlinkGtinPanel key={open.gtin.gtin} gtin={open.gtin.gtin} onClose={() => end(null)} onDone={() => end(t('unlinked', { gtin: open.gtin.gtin }))} />}
      <DataTable
        caption={t('packs')}
        query={packs.error ? packs : gtins}
        rows={levels}
        rowKey={(row) => row.key}
        columns={[
          { key: 'level', title: t('level'), rowHeader: true, cell: (row) => <strong>{language === 'zh' ? row.nameZh : row.nameEn}</strong> },
          { key: 'what', title: t('what'), cell: (row) => (row.kind === 'otherLevel' ? t('otherLevel', { level: row.nameZh }) : t(row.kind)) },
          { key: 'factor', title: t('factor', { unit }), number: true, cell: (row) => <Quantity value={row.factor} /> },
          { key: 'gtins', title: t('gtins'), cell: (row) => (row.gtins.length === 0 ? <span className="muted">{t('noGtin')}</span> : (
            <>{row.gtins.map((gtin) => <div key={gtin.gtin}><span className="code">{gtin.gtin}</span>{manages && <> <Button size="small" aria-label={t('unlinkOne', { gtin: gtin.gtin })} onClick={() => begin({ panel: 'unlink', gtin })}>{t('unlink')}</Button></>}</div>)}</>
          )) },
          ...(manages ? [{ key: 'action', title: t('actions'), cell: (row: NonNullable<typeof levels>[number]) => row.pack ? <Button size="small" aria-label={`${t('changePack')} ${row.nameZh}`} onClick={() => begin({ panel: 'pack', pack: row.pack })}>{t('changePack')}</Button> : <span className="muted">{term('none')}</span> }] : []),
        ]}
      />
    </Card>
  )
}
