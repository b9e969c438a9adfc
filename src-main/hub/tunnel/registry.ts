/** Every way to be reachable from the internet. */
import type { TunnelProvider } from './port.ts'
import { createCloudflared } from './providers/cloudflared.ts'
import { createNgrok } from './providers/ngrok.ts'
import { ownAddress } from './providers/own-address.ts'
import { ssh } from './providers/ssh.ts'

export const tunnelProviders: readonly TunnelProvider[] = [createNgrok(), ssh, createCloudflared(process.env), ownAddress]
