import { may } from '../../../shared/session.ts'
import { useSites } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'

/** The site of an address, else the first that the viewer keeps; ready once it is known. Only who sees stock looks at a site. */
export function useKitSite(asked: string | undefined) {
  const viewer = useViewer()
  const sites = useSites()
  const code = may(viewer, 'stock.read') ? (asked ?? viewer.keepsSites[0]?.code) : undefined
  const site = sites.data?.find((one) => one.code === code)
  return { code, site, ready: code === undefined || sites.data !== undefined, unknown: code !== undefined && sites.data !== undefined && !site, keeps: site !== undefined && may(viewer, 'kit.assemble') && viewer.keepsSites.some((one) => one.id === site.id) }
}
