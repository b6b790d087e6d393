import { useParams } from '@tanstack/react-router'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { useSites, type SiteChoice } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'
import { adminWords } from './words.ts'

export function SitePage() {
  const t = useWords(adminWords)
  const name = useNames()
  const { code } = useParams({ from: '/sites/$code' })
  const query = useSites()
  const site = query.data?.find((one) => one.code === code)
  return (
    <div className="page">
      <PageHeader title={site ? name(site) : query.data ? t('noSite') : code} trail={[{ title: t('toList'), to: '/sites' }]} />
      <Loaded query={query}>{() => (site ? <Shown site={site} /> : <Card><p>{t('noSiteWhy', { code })}</p></Card>)}</Loaded>
    </div>
  )
}

function Shown({ site }: { site: SiteChoice }) {
  const t = useWords(adminWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const facts: [string, string][] = [
    [t('kind'), term(site.kind)], [t('keeper'), name(site.organisation)], [t('town'), name(site.town)], [t('address'), site.address],
    ...(site.peopleCapacity === null ? [] : [[t('capacity'), t('people', { count: site.peopleCapacity })] satisfies [string, string]]),
    ...(site.publicNotes ? [[t('publicNotes'), site.publicNotes] satisfies [string, string]] : []),
    [t('point'), `${site.latitude}, ${site.longitude}`],
    ...(site.demo ? [[t('source'), t('demoRow')] satisfies [string, string]] : []),
  ]
  return (
    <Card>
      <dl className="facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <div className="actions">
        {may(viewer, 'stock.read') && <PathLink className="button" to={`/stock?site=${site.code}`}>{t('seeStock')}</PathLink>}
        {may(viewer, 'bin.read') && <PathLink className="button" to={`/sites/${site.code}/bins`}>{t('seeBins')}</PathLink>}
        {may(viewer, 'stock.read') && <PathLink className="button" to={`/documents?site=${site.code}`}>{t('seeDocuments')}</PathLink>}
      </div>
    </Card>
  )
}
