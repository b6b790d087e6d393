import { quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { LevelBar } from '../reserves/LevelBar.tsx'
import { short, takenShare } from './binFill.tsx'
import { useSiteRoom } from './binQueries.ts'
import { binWords } from './binWords.ts'

/** How full a site is, with its warning. */
export function SiteRoomCard({ siteId }: { siteId: string }) {
  const t = useWords(binWords)
  const term = useTerm()
  const query = useSiteRoom(siteId)
  return (
    <Card title={t('roomTitle')}>
      <Loaded query={query} lines={2}>
        {(room) => (
          <div className="stack">
            {room.volumeM3 === null ? <p>{t('roomUnmeasured', { load: short(room.loadM3) })}</p> : (
              <span className="bar-cell">
                <LevelBar filled={takenShare(room.loadM3, room.volumeM3)} mark={Number(room.warningPercent) / 100} tone={room.fullness === 'OVER_FULL' ? 'bad' : room.fullness === 'NEARLY_FULL' ? 'near' : 'good'} />
                <span>{t('roomOf', { load: short(room.loadM3), volume: quantity(room.volumeM3), percent: short(String(takenShare(room.loadM3, room.volumeM3) * 100)) })}</span>
              </span>
            )}
            {(room.fullness === 'NEARLY_FULL' || room.fullness === 'OVER_FULL') && <p className="notice" role="status">{t(room.fullness, { percent: quantity(room.warningPercent) })}</p>}
            {room.storageConditions.length > 0 && <p className="muted">{t('offers', { conditions: room.storageConditions.map((one) => term(one)).join(' · ') })}</p>}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
