// Choosing a site by code or name. The value is the site's code, which is what addresses hold; onChange gives the whole site.
//   <SiteSelect value={search.site} onChange={(site) => change({ site: site?.code })} />
//   <SiteSelect only={viewer.keepsSites.map((site) => site.code)} … />        <TownSelect …/> likewise for towns
import { Select } from 'antd'
import { useNames, useWords, type Named } from '../../shared/i18n/words.ts'
import { isTown, useOrganisations, useSites, type OrganisationChoice, type SiteChoice } from './sites.ts'
import { partWords } from './partWords.ts'

type ChoiceProps<C> = {
  value: string | undefined
  onChange: (choice: C | undefined) => void
  label?: string
  /** A value must stay chosen. */
  required?: boolean
  disabled?: boolean
  placeholder?: string
  id?: string
}

type Coded = Named & { code: string }

function CodedSelect<C extends Coded>({ choices, value, onChange, label, required, disabled, placeholder, id }: ChoiceProps<C> & { choices: readonly C[] | undefined }) {
  const t = useWords(partWords)
  const name = useNames()
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      className="select"
      value={value}
      onChange={(code: string | undefined) => onChange(choices?.find((choice) => choice.code === code))}
      loading={!choices}
      disabled={disabled ?? false}
      allowClear={!required}
      placeholder={placeholder}
      notFoundContent={choices ? t('noMatch') : t('searching')}
      showSearch={{ filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()) }}
      popupMatchSelectWidth={false}
      options={(choices ?? []).map((choice) => ({ value: choice.code, label: `${choice.code} ${name(choice)}` }))}
    />
  )
}

export type SiteSelectProps = ChoiceProps<SiteChoice> & { only?: readonly string[]; except?: string | undefined }

export function SiteSelect({ only, except, ...rest }: SiteSelectProps) {
  const t = useWords(partWords)
  const { data } = useSites()
  const choices = data?.filter((site) => (!only || only.includes(site.code)) && site.code !== except)
  return <CodedSelect placeholder={t(rest.required ? 'pickSite' : 'chooseSite')} {...rest} choices={choices} />
}

export function TownSelect(props: ChoiceProps<OrganisationChoice>) {
  const t = useWords(partWords)
  const { data } = useOrganisations()
  return <CodedSelect placeholder={t('allTowns')} {...props} choices={data?.filter(isTown)} />
}

export function OrganisationSelect({ only, ...rest }: ChoiceProps<OrganisationChoice> & { only?: (organisation: OrganisationChoice) => boolean }) {
  const t = useWords(partWords)
  const { data } = useOrganisations()
  return <CodedSelect placeholder={t('chooseOrganisation')} {...rest} choices={only ? data?.filter(only) : data} />
}
