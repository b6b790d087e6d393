import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused, mustSignIn } from '../shared/graphql/ask.ts'
import { markDocument, useLanguage } from '../shared/i18n/language.ts'
import { alsoWord } from '../shared/i18n/refusals.ts'
import '../shared/tokens.css'
import './console.css'
import { transportRefusals } from './pages/incidents/transportRefusals.ts'
import './print.css'
import { router } from './router.tsx'
import { markSessionEnded } from './shell/sessionEnd.ts'

alsoWord(transportRefusals)

const noticeEnd = (error: unknown) => {
  if (mustSignIn(error)) markSessionEnded(true)
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The browser's opinion of the network is often wrong on a closed network: asking is the only test.
      networkMode: 'always',
      // A refusal is an answer; only what did not get through is tried again.
      retry: (failures, error) => !(error instanceof Refused) && failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
})

const colours = {
  colorPrimary: '#0b5cad', colorSuccess: '#256b3a', colorWarning: '#93500a', colorError: '#b42318', colorInfo: '#0b5cad', colorLink: '#0b5cad', colorLinkHover: '#084a8c',
  colorText: '#14202b', colorTextPlaceholder: '#6b7280', colorTextDescription: '#55606b', colorTextSecondary: '#55606b', colorTextTertiary: '#55606b', colorBorder: '#8a949e', colorBorderSecondary: '#d5dbe1',
  fontFamily: 'var(--font)', fontSize: 14, borderRadius: 6, controlHeight: 36,
}

function Console() {
  const language = useLanguage()
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={{ token: colours, components: { Table: { headerBg: '#eef2f6', headerColor: '#33404c', rowHoverBg: '#f5f9fd', cellPaddingBlock: 8, cellPaddingBlockMD: 6, cellPaddingInline: 10, cellPaddingInlineMD: 10 } } }}
      // An icon of ours comes and goes with the loading. That of the library leaves by a transition, which a quick answer outruns: it then
      // stays in the button's name.
      button={{ autoInsertSpace: false, loadingIcon: <span className="turning" aria-hidden="true" /> }}
    >
      <App className="app">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}

markDocument()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
