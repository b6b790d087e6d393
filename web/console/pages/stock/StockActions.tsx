import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { PathLink } from '../../parts/PathLink.tsx'
import { useViewer } from '../../useSession.ts'
import { stockWords } from './words.ts'

/** What the viewer may do with an item at a site that the viewer keeps. */
export function StockActions({ site, item }: { site: string; item: string }) {
  const t = useWords(stockWords)
  const viewer = useViewer()
  if (!viewer.keepsSites.some((kept) => kept.code === site)) return null
  const query = `?site=${site}&item=${item}`
  return (
    <>
      {may(viewer, 'stock.receive') && <PathLink to={'/receive' + query} className="button">{t('toReceive')}</PathLink>}
      {may(viewer, 'stock.issue') && <PathLink to={'/issue' + query} className="button">{t('toIssue')}</PathLink>}
      {may(viewer, 'stock.transfer') && <PathLink to={'/transfer' + query} className="button">{t('toTransfer')}</PathLink>}
      {may(viewer, 'stock.adjust') && <PathLink to={'/adjust' + query} className="button">{t('toAdjust')}</PathLink>}
      {may(viewer, 'stock.hold') && <PathLink to={'/holds' + query} className="button">{t('toHold')}</PathLink>}
      {may(viewer, 'stock.scrap') && <PathLink to={'/scrap' + query} className="button">{t('toScrap')}</PathLink>}
      {may(viewer, 'stock.return') && <PathLink to={'/return' + query} className="button">{t('toReturn')}</PathLink>}
    </>
  )
}
