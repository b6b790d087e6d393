// Choosing an item: the server looks in codes, names and pinyin initials. The value is the item's code, which is what addresses
// hold; onChange gives the whole item.
//   <ItemSelect value={search.item} onChange={(item) => change({ item: item?.code })} />
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { useItemByCode, useItemSearch, type ItemChoice } from './items.ts'
import { partWords } from './partWords.ts'

export type ItemSelectProps = {
  value: string | undefined
  onChange: (item: ItemChoice | undefined) => void
  label?: string
  required?: boolean
  id?: string
  status?: 'error'
}

/** What was typed, once the typing rests. */
function useRested(value: string, milliseconds: number): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}

export function ItemSelect({ value, onChange, label, required, id, status }: ItemSelectProps) {
  const t = useWords(partWords)
  const name = useNames()
  const [typed, setTyped] = useState('')
  const search = useItemSearch(useRested(typed.trim(), 200))
  const chosen = useItemByCode(value).data
  const choices = typed === '' ? (chosen ? [chosen] : []) : (search.data ?? [])
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      {...(status ? { status } : {})}
      className="select"
      value={value}
      onChange={(code: string | undefined) => {
        setTyped('')
        onChange(choices.find((item) => item.code === code))
      }}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      allowClear={!required}
      placeholder={t('chooseItem')}
      notFoundContent={typed === '' ? t('chooseItem') : search.isFetching || search.isPending ? t('searching') : t('noMatch')}
      popupMatchSelectWidth={false}
      options={choices.map((item) => ({ value: item.code, label: `${name(item)} ${item.code}${item.spec ? ' ' + item.spec : ''}` }))}
    />
  )
}
