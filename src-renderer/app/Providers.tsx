import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import toasts from '../components/toasts/toasts.module.css'
import { queryClient } from '../hub/query-client.ts'
import { useHashPath, useHashSearch } from './navigation/hash-location.ts'
import { resolveVariables, theme } from './theme.ts'

export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(href) => `#${href}`}>
          {children}
        </Router>
        <Notifications position="bottom-right" limit={3} autoClose={5000} classNames={{ root: toasts.root, notification: toasts.toast }} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
