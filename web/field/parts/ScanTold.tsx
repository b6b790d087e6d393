import { Link } from 'wouter'
import { useWords } from '../../shared/i18n/words.ts'
import type { Scanned } from '../../shared/scan/classify.ts'
import { scanWords } from '../../shared/scan/scanWords.ts'
import { may } from '../../shared/session.ts'
import { useReached } from '../reach.ts'
import { useViewer } from '../session/useSession.ts'
import { scanToldWords } from './scanToldWords.ts'

/** Why a scan found no item, and what to do: a number that nobody linked is linked by who may, else it is said who does. */
export function ScanTold({ scanned }: { scanned: Scanned }) {
  const t = useWords(scanToldWords)
  const why = useWords(scanWords)
  const links = may(useViewer(), 'settings.write')
  const reached = useReached()
  const gtin = scanned.kind === 'GS1' ? scanned.reading.gtin : undefined
  if (gtin) {
    return (
      <div role="alert" className="notice notice-warn">
        <p>{t('unlinked', { gtin })}</p>
        {!links ? <p>{t('askAdmin')}</p> : reached ? <Link href={`/link/${gtin}`} className="small-button">{t('link')}</Link> : <p>{t('offline')}</p>}
      </div>
    )
  }
  const text = scanned.kind === 'UNREADABLE' ? why(scanned.fault) : scanned.kind === 'GS1' ? t('noGoods') : t('unknown', { text: scanned.kind === 'UNKNOWN' ? scanned.text : 'code' in scanned ? scanned.code : scanned.number })
  return <p role="alert" className="notice notice-warn">{text}</p>
}
