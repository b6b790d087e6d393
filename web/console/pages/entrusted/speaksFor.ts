// Whose goods a viewer may let go, as the server narrows release.order: liaison officers and partners their own organisation's and
// those of organisations below it, dispatchers those of government.
import type { Viewer } from '../../../shared/session.ts'
import type { OrganisationChoice } from '../../parts/sites.ts'

const notGovernment = new Set(['ENTERPRISE', 'CARRIER', 'SOCIAL_ORGANISATION', 'MILITARY_UNIT'])

type Owner = Pick<OrganisationChoice, 'id' | 'kind' | 'parent'>

export const speaksFor = (viewer: Pick<Viewer, 'posts'>, owner: Owner): boolean =>
  viewer.posts.some(({ role, organisation }) =>
    role === 'DISPATCHER' ? !notGovernment.has(owner.kind) : (role === 'LIAISON' || role === 'PARTNER') && (organisation.id === owner.id || organisation.id === owner.parent?.id))
