// What a dispatcher can do where a minimum refused: use an override that two persons have signed for the incident, or ask for one.
import { Button } from 'antd'
import { dateTime, quantity } from '../../../shared/format.ts'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { PathLink } from '../../parts/PathLink.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useViewer } from '../../useSession.ts'
import { useOverridesFor } from './overrideQueries.ts'
import { overrideWords } from './overrideWords.ts'
import './reserves.css'

const offered = new Set(['BELOW_MINIMUM', 'SECOND_PERSON_NEEDED', 'OVERRIDE_EXCEEDED'])

/** Shown for an error that an override would get past; onUse repeats the write with it. */
export function OverrideOffer({ error, incidentId, pending, onUse }: { error: unknown; incidentId: string | undefined; pending: boolean; onUse: (overrideId: string) => void }) {
  const viewer = useViewer()
  const refusal = error instanceof Refused ? error.refusals.find((one) => offered.has(one.code)) : undefined
  const minimum = refusal?.facts['minimumId']
  if (!refusal || !minimum || !incidentId || !may(viewer, 'minimum.override')) return null
  return <Offer incidentId={incidentId} minimumId={minimum.startsWith('minimum_') ? minimum : `minimum_${minimum}`} requested={refusal.facts['requested']} pending={pending} onUse={onUse} />
}

function Offer({ incidentId, minimumId, requested, pending, onUse }: { incidentId: string; minimumId: string; requested: string | undefined; pending: boolean; onUse: (overrideId: string) => void }) {
  const t = useWords(overrideWords)
  const unit = useUnit()
  const overrides = useOverridesFor(incidentId, minimumId).data ?? []
  return (
    <fieldset className="override">
      <legend>{t('offer')}</legend>
      <p className="muted">{t('offerNote')}</p>
      {overrides.length > 0 && (
        <ul className="plain-list">
          {overrides.map((one) => {
            const limit = one.limits.find((each) => each.minimum.id === minimumId)!
            return (
              <li key={one.id}>
                {t('atMost')} {quantity(limit.quantity)} {unit(limit.minimum)} · {one.state === 'CONFIRMED' ? `${one.confirmedBy} ${one.validUntil ? t('until', { time: dateTime(one.validUntil) }) : ''}` : t('waitingFor', { name: one.requestedBy })}{' '}
                {one.state === 'CONFIRMED' && <Button danger loading={pending} onClick={() => onUse(one.id)}>{t('use')}</Button>}
              </li>
            )
          })}
        </ul>
      )}
      <PathLink to={'/overrides/request' + stringifySearch({ incident: incidentId, minimum: minimumId, quantity: requested })} className="button">{t('ask')}</PathLink>
    </fieldset>
  )
}
