import type { SiteKind } from './content.ts'
import { day, night } from './palette.ts'

/** The shape of a kind of site as the map draws it, for legends and lists. */
export function SiteShape({ kind, dark = false, size = 16 }: { kind: SiteKind; dark?: boolean; size?: number }) {
  const colour = (dark ? night : day).site[kind]
  const ground = dark ? night.ground : '#ffffff'
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {kind === 'DEPOT' && <><rect x="1.5" y="1.5" width="13" height="13" fill={colour} /><circle cx="8" cy="8" r="2.4" fill={ground} /></>}
      {kind === 'HUB' && <path d="M8 1 15 8 8 15 1 8Z" fill={colour} />}
      {kind === 'TOWN_STORE' && <rect x="3" y="3" width="10" height="10" fill={colour} />}
      {kind === 'ENTERPRISE_STORE' && <path d="M8 1 15 6.2 12.4 14.5H3.6L1 6.2Z" fill={colour} />}
      {kind === 'SHELTER' && <path d="M8 2.5 14.2 13.5H1.8Z" fill={ground} stroke={colour} strokeWidth="2.2" />}
      {kind === 'PUBLIC_CABINET' && <path d="M8 1 9.6 6.4 15 8 9.6 9.6 8 15 6.4 9.6 1 8 6.4 6.4Z" fill={colour} />}
    </svg>
  )
}
