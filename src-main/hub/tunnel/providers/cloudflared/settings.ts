/** The form of the way through Cloudflare, and what is kept beside it. */
import * as z from 'zod'
import type { TunnelProviderType } from '../../../../../src-shared/contract/tunnel.ts'
import { portNumber } from '../port-number.ts'
import { publicAddress } from '../public-address.ts'

/** Beside the port of the panel. */
const DEFAULT_PORT = 8883

const schema = z
  .object({
    kind: z.enum(['quick', 'named']).default('quick'),
    publicUrl: z.union([z.literal(''), publicAddress]).default(''),
    port: portNumber(DEFAULT_PORT),
    /** The program that was started last, so that one which outlived us is found. */
    started: z.object({ pid: z.number().int(), command: z.string() }).nullable().catch(null).default(null),
  })
  .superRefine(({ kind, publicUrl }, context) => {
    if (kind === 'named' && publicUrl === '')
      context.addIssue({ code: 'custom', path: ['publicUrl'], message: 'Enter the public address that your tunnel has at Cloudflare.' })
  })
export type CloudflaredSettings = z.infer<typeof schema>

export const cloudflaredSettings = (settings: Record<string, unknown>): CloudflaredSettings => schema.parse(settings)

const named = { field: 'kind', is: 'named' }

export const fields: TunnelProviderType['fields'] = [
  {
    name: 'kind',
    label: 'Which tunnel',
    kind: 'choice',
    required: true,
    options: [
      { value: 'quick', label: 'A quick one, without an account; its address changes at each start' },
      { value: 'named', label: 'One of my Cloudflare account, with an address of my own' },
    ],
  },
  {
    name: 'token',
    label: 'Tunnel token',
    help: 'Cloudflare shows it where the tunnel is made.',
    kind: 'secret',
    required: true,
    when: named,
  },
  {
    name: 'publicUrl',
    label: 'Public address',
    help: 'The public host name that the tunnel has at Cloudflare.',
    kind: 'text',
    required: true,
    placeholder: 'https://hooks.shop.example',
    when: named,
  },
  {
    name: 'port',
    label: 'Port on this computer',
    help: 'At Cloudflare, enter http://localhost with this port as the service of the tunnel.',
    kind: 'number',
    required: false,
    placeholder: String(DEFAULT_PORT),
    min: 1,
    max: 65_535,
    when: named,
  },
]
