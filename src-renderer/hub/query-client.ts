import { QueryClient } from '@tanstack/react-query'

/**
 * Live events keep what was read up to date, so nothing goes stale by the clock; a reset of the
 * live subscription is what invalidates. `always`: the hub is on this machine, and a shop whose
 * internet is down can still use the panel.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      retry: 1,
      retryDelay: 400,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
