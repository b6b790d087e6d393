import { lazy, type ComponentType } from 'react'

type Pages = typeof import('./behindHome.ts')
let fetched: Promise<Pages> | null = null

/**
 * Fetches the pages behind the home, once it stands and before anybody asks for them: the first load stays small, and all of the
 * app is here when the network goes. Where it fails, it is tried again the next time.
 */
export function fetchPages(): Promise<Pages> {
  fetched ??= import('./behindHome.ts').catch((error: unknown) => {
    fetched = null
    throw error
  })
  return fetched
}

const later = <P extends object>(choose: (pages: Pages) => ComponentType<P>) => lazy(async () => ({ default: choose(await fetchPages()) }))

export const ReceivePage = later((pages) => pages.ReceivePage)
export const OutgoingPage = later((pages) => pages.OutgoingPage)
export const DonePage = later((pages) => pages.DonePage)
export const LookUpPage = later((pages) => pages.LookUpPage)
export const ItemPage = later((pages) => pages.ItemPage)
export const ArrivalsPage = later((pages) => pages.ArrivalsPage)
export const TransferPage = later((pages) => pages.TransferPage)
export const WaybillPage = later((pages) => pages.WaybillPage)
export const CountPages = later((pages) => pages.CountPages)
export const RotationPage = later((pages) => pages.RotationPage)
export const RotationTaskPage = later((pages) => pages.RotationTaskPage)
export const DocumentsPage = later((pages) => pages.DocumentsPage)
export const DocumentPage = later((pages) => pages.DocumentPage)
export const TrayPage = later((pages) => pages.TrayPage)
export const AccountPage = later((pages) => pages.AccountPage)
export const SitePage = later((pages) => pages.SitePage)
export const ScanTold = later((pages) => pages.ScanTold)
export const CameraButton = later((pages) => pages.CameraButton)
export const CameraPanel = later((pages) => pages.CameraPanel)
export const BinPage = later((pages) => pages.BinPage)
export const LinkPage = later((pages) => pages.LinkPage)
