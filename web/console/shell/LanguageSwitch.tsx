import { setLanguage, useLanguage } from '../../shared/i18n/language.ts'
import { terms } from '../../shared/i18n/terms.ts'

/** Switches to the other language, named in that language. */
export function LanguageSwitch() {
  const language = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" className="quiet" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => setLanguage(other)}>
      {terms.language[language === 'zh' ? 0 : 1]}
    </button>
  )
}
