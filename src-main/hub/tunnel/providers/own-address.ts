/**
 * An address of the owner's own, whose calls a reverse proxy or router passes on to our listener. There is nothing
 * to open: that it leads here is the owner's doing.
 *
 * Known limit: nothing tells when the proxy in front goes away; the next proof or the missing calls do.
 */
import * as z from 'zod'
import type { TunnelProvider } from '../port.ts'
import { portNumber } from './port-number.ts'
import { isLoopback, publicAddress } from './public-address.ts'

/** Beside the port of the panel. */
const DEFAULT_PORT = 8883

const schema = z.object({
  url: publicAddress,
  port: portNumber(DEFAULT_PORT),
  isFromNetwork: z.boolean().default(false),
})

export const ownAddress: TunnelProvider = {
  type: {
    id: 'own-address',
    name: 'My own address',
    description: 'You have a domain, and a reverse proxy or router that passes its calls on to this computer.',
    fields: [
      { name: 'url', label: 'Public address', kind: 'url', required: true, placeholder: 'https://hooks.shop.example' },
      {
        name: 'port',
        label: 'Port on this computer',
        help: 'Your proxy passes the calls on to this port. It serves nothing but webhooks.',
        kind: 'number',
        required: false,
        placeholder: String(DEFAULT_PORT),
        min: 1,
        max: 65_535,
      },
      {
        name: 'isFromNetwork',
        label: 'The proxy is another device of my network',
        help: 'Else only programs of this computer can reach the port.',
        kind: 'boolean',
        required: false,
      },
    ],
  },
  parseSettings: (settings) => schema.parse(settings),
  listenAt(settings) {
    const { port, isFromNetwork } = schema.parse(settings)
    return { host: isFromNetwork ? '0.0.0.0' : '127.0.0.1', port }
  },
  async open({ settings }) {
    const { url } = schema.parse(settings)
    const closed = Promise.withResolvers<null>()
    return {
      publicUrl: url,
      isProvenFromHere: false,
      isOnlyHere: isLoopback(new URL(url).hostname),
      closed: closed.promise,
      close: async () => closed.resolve(null),
    }
  },
}
