import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from '../shared/graphql/ask.ts'
import { markDocument } from '../shared/i18n/language.ts'
import '../shared/tokens.css'
import { App } from './App.tsx'
import './field.css'
import './pads.css'
import { openQueue } from './operations/queue.ts'
import { keepShell } from './shell.ts'

const queries = new QueryClient({
  defaultOptions: {
    // Reading has its own answer to a missing network, the snapshot: it is asked for even then.
    queries: { staleTime: 10_000, networkMode: 'always', retry: (failures, error) => !(error instanceof Refused) && failures < 1 },
  },
})

markDocument()
keepShell()
await openQueue()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
