// Who is offered to confirm an arrival. The server has the last word; this spares others a button that it would refuse.
import { may, type Viewer } from '../../../shared/session.ts'

type Receiving = { readonly id: string; readonly town: { readonly id: string } | null; readonly organisation: { readonly id: string } }

export function mayConfirm(viewer: Viewer, site: Receiving): boolean {
  if (!may(viewer, 'arrival.confirm')) return false
  if (viewer.keepsSites.some((kept) => kept.id === site.id)) return true
  return viewer.posts.some((post) => {
    if (post.role !== 'LIAISON') return false
    if (post.site) return post.site.id === site.id
    return post.organisation.kind === 'DISTRICT_BUREAU' || post.organisation.id === site.town?.id || post.organisation.id === site.organisation.id
  })
}
