import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import { Toasts } from '../components/toasts/Toasts.tsx'
import { queryClient } from '../hub/query-client.ts'
import { Language } from '../i18n/Language.tsx'
import { useHashPath, useHashSearch } from './navigation/hash-location.ts'
import { resolveVariables, theme } from './theme.ts'

export function Providers({ children }: { children: ReactNode }) {
  return (
    <Language>
      <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(href) => `#${href}`}>
            {children}
          </Router>
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>
    </Language>
  )
}
