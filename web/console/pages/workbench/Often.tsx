import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useViewer } from '../../useSession.ts'
import { workbenchWords } from './words.ts'

const entries = [
  ['receive', '/receive', 'stock.receive'], ['issue', '/issue', 'stock.issue'], ['transfer', '/transfer', 'stock.transfer'], ['stock', '/stock', 'stock.read'],
  ['incidents', '/incidents', 'incident.read'], ['audit', '/audit', 'audit.read'], ['items', '/items', 'settings.write'], ['sites', '/sites', 'settings.write'], ['organisations', '/organisations', 'settings.write'],
] as const

/** The doors that the viewer's posts use most. */
export function Often() {
  const t = useWords(workbenchWords)
  const viewer = useViewer()
  return (
    <Card title={t('quickly')}>
      <div className="often">{entries.filter(([, , permission]) => may(viewer, permission)).map(([word, to]) => <PathLink key={to} to={to} className="button">{t(word)}</PathLink>)}</div>
    </Card>
  )
}
