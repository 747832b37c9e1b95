import './theme/mantine.css'
import './theme/tokens.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './api/queries.ts'
import { router } from './router.tsx'
import { SessionGate } from './session/SessionGate.tsx'
import { ErrorBoundary } from './shell/ErrorBoundary.tsx'
import { theme } from './theme/theme.ts'

/** Of this page: the server lets no style through that does not carry it. Mantine and what locks scrolling make such styles. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.content ?? ''
setNonce(nonce)

// The code of the page comes while the server is asked who is there.
void router.load()

createRoot(document.getElementById('workbench')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  </StrictMode>,
)
