import { useNames, useWords } from '../../../shared/i18n/words.ts'
import type { Scenario } from './documents.ts'
import { openWords } from './openWords.ts'

type Props = { scenarios: readonly Scenario[]; value: string; onChange: (scenario: Scenario) => void; error: string | undefined }

/** The scenarios as a group of radio buttons with room for what they mean. */
export function ScenarioCards({ scenarios, value, onChange, error }: Props) {
  const t = useWords(openWords)
  const name = useNames()
  const chosen = scenarios.find((scenario) => scenario.code === value)
  return (
    <fieldset className="scenario-cards" id="field-scenarioCode" aria-describedby={error ? 'error-scenarioCode' : undefined}>
      <legend>{t('scenario')}</legend>
      <div className="scenario-grid">
        {scenarios.map((scenario) => (
          <label key={scenario.code} className={scenario.code === value ? 'scenario chosen' : 'scenario'}>
            <input type="radio" name="scenario" checked={scenario.code === value} onChange={() => onChange(scenario)} />
            <strong>{name(scenario)}</strong>
            <span className="muted">{t('scenarioPeople', { people: scenario.people.toLocaleString('en-US') })} · {t('scenarioDays', { days: scenario.durationDays })}</span>
          </label>
        ))}
      </div>
      {error && <p className="field-error" id="error-scenarioCode" role="alert">{error}</p>}
      {chosen && <p className="muted rationale">{t('rationale')}: <span lang="en">{chosen.rationale}</span></p>}
    </fieldset>
  )
}
