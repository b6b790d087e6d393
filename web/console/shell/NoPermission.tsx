import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { PageHeader } from '../parts/PageHeader.tsx'
import { PathLink } from '../parts/PathLink.tsx'
import { useViewer } from '../useSession.ts'
import { shellWords } from './words.ts'

/** In place of a page that none of the viewer's posts opens: what is missing, and who can grant it. */
export function NoPermission({ anyOf }: { anyOf: readonly string[] }) {
  const t = useWords(shellWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const posts = viewer.posts.map((post) => `${name(post.site ?? post.organisation)} ${term(post.role)}`).join('; ')
  return (
    <div className="page">
      <PageHeader title={t('noPermission')} />
      <div className="card">
        <p>{t('noPermissionWhy', { permission: anyOf.join(' / '), posts: posts || t('noPosts') })}</p>
        <p><PathLink to="/">{t('home')}</PathLink></p>
      </div>
    </div>
  )
}
