import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from '../../src-shared/contract/index.ts'
import { reportPhase } from '../stores/connection.ts'
import { openBrowserWire } from './browser-wire.ts'
import { HubConnection } from './connection.ts'
import { openDesktopWire } from './desktop-wire.ts'

export const isDesktop = window.omniHost?.kind === 'desktop'

export const connection = new HubConnection(isDesktop ? openDesktopWire : openBrowserWire, reportPhase)

export const hub: ContractRouterClient<typeof contract> = createORPCClient(connection.link)

/** The same procedures as options for TanStack Query. */
export const api = createTanstackQueryUtils(hub)
