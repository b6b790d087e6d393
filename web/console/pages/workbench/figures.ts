// The figures of the workbench: which are to-dos, which are to be watched, and the filtered list that each stands for.
export type Counts = Readonly<Record<Figure, number | null>>

export const todos = ['documentsToApprove', 'waybillsToConfirm', 'transfersToReceive', 'documentsToPost', 'allocationsToApprove', 'overridesToConfirm', 'tripsToDispatch', 'rotationTasksOpen'] as const
export const alerts = ['incidentsOpen', 'breachesOpen', 'minimumsBelow', 'lotsExpired', 'minimumsNear', 'lotsExpiring90', 'inTransit'] as const
export type Figure = (typeof todos)[number] | (typeof alerts)[number]

export const addressOf: Readonly<Record<Figure, string>> = {
  documentsToApprove: '/approvals',
  documentsToPost: '/documents?state=APPROVED',
  waybillsToConfirm: '/waybills',
  transfersToReceive: '/documents?kind=TRANSFER&state=IN_TRANSIT',
  allocationsToApprove: '/incidents',
  overridesToConfirm: '/overrides',
  tripsToDispatch: '/trips',
  rotationTasksOpen: '/rotation',
  incidentsOpen: '/incidents',
  breachesOpen: '/breaches',
  minimumsBelow: '/minimums?below=1',
  minimumsNear: '/minimums',
  lotsExpired: '/stock?view=lot&expiring=expired',
  lotsExpiring90: '/stock?view=lot&expiring=90',
  inTransit: '/in-transit',
}

/** Figures that are bad news when they are not zero. */
export const grave: ReadonlySet<Figure> = new Set<Figure>(['incidentsOpen', 'breachesOpen', 'minimumsBelow', 'lotsExpired'])

/** The figures of a list that the viewer may see; null counts are another's business. */
export const seen = (figures: readonly Figure[], counts: Counts): Figure[] => figures.filter((figure) => counts[figure] !== null)

/** The to-dos with something to do. */
export const waiting = (counts: Counts): Figure[] => seen(todos, counts).filter((figure) => counts[figure]! > 0)
