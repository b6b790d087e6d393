import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from '../shared/graphql/ask.ts'
import { markDocument, useLanguage } from '../shared/i18n/language.ts'
import '../shared/tokens.css'
import './console.css'
import { router } from './router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is an answer; only what did not get through is tried again.
      retry: (failures, error) => !(error instanceof Refused) && failures < 3,
    },
  },
})

const colours = {
  colorPrimary: '#0b5cad', colorSuccess: '#256b3a', colorWarning: '#93500a', colorError: '#b42318', colorInfo: '#0b5cad', colorLink: '#0b5cad',
  colorTextPlaceholder: '#6b7280', colorTextDescription: '#55606b', colorTextSecondary: '#55606b', colorBorder: '#8a949e',
  fontFamily: 'var(--font)', fontSize: 14, borderRadius: 6,
}

function Console() {
  const language = useLanguage()
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={{ token: colours }} button={{ autoInsertSpace: false }}>
      <App>
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
