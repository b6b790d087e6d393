import { Input } from 'antd'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { SiteChoice } from '../../parts/sites.ts'
import { openWords } from './openWords.ts'
import { metresBetween, peopleOf } from './shelters.ts'
import type { MapPoint } from '../../map/content.ts'

type Props = { shelters: readonly SiteChoice[]; from: MapPoint | null; typed: Readonly<Record<string, string>>; onChange: (siteId: string, typed: string) => void }

/** Every shelter, nearest first, with its room and a field for the people there. */
export function ShelterTable({ shelters, from, typed, onChange }: Props) {
  const t = useWords(openWords)
  const name = useNames()
  return (
    <ul className="shelter-list">
      {shelters.map((shelter) => {
        const people = peopleOf(typed[shelter.id] ?? '') ?? 0
        return (
          <li key={shelter.id}>
            <span>
              {name(shelter)}
              <span className="muted"> {t('capacity', { count: (shelter.peopleCapacity ?? 0).toLocaleString('en-US') })}{from && ` · ${t('away', { km: (metresBetween(from, shelter) / 1000).toFixed(1) })}`}</span>
            </span>
            {people > (shelter.peopleCapacity ?? 0) && <span className="over">{t('over')}</span>}
            <Input
              inputMode="numeric"
              className="people-input number"
              aria-label={t('peopleHere', { name: name(shelter) })}
              value={typed[shelter.id] ?? ''}
              onChange={(event) => onChange(shelter.id, event.target.value)}
            />
          </li>
        )
      })}
    </ul>
  )
}
