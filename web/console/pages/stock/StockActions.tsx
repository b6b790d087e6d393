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
    </>
  )
}
