import { createRoot } from 'react-dom/client'
import { markDocument } from '../shared/i18n/language.ts'
import '../shared/tokens.css'

markDocument()
createRoot(document.getElementById('root')!).render(<main />)
