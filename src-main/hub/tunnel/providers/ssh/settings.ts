/** The form of the way over SSH, and what is kept beside it. */
import * as z from 'zod'
import type { Field } from '../../../../../src-shared/contract/fields.ts'
import type { TunnelProviderType } from '../../../../../src-shared/contract/tunnel.ts'
import { portNumber } from '../port-number.ts'
import { isLoopback, publicAddress } from '../public-address.ts'

const shownKeySchema = z.object({
  /** The server that showed it. */
  server: z.string(),
  /** As `ssh` shows it: `SHA256:…`. */
  fingerprint: z.string(),
})

/** A name or an address, without scheme and port. */
const HOST = /^[\p{L}\d._:-]+$/u

const schema = z
  .object({
    kind: z.enum(['own', 'public']).default('own'),
    host: z.string().trim().default(''),
    port: portNumber(22),
    user: z.string().trim().default(''),
    remoteHost: z.string().trim().default(''),
    remotePort: portNumber(0, { least: 0 }),
    publicUrl: z.union([z.literal(''), publicAddress]).default(''),
    /** Learned at the first use. */
    hostKey: shownKeySchema.nullable().default(null),
    /** Another one, shown since then. */
    otherHostKey: shownKeySchema.nullable().default(null),
  })
  .superRefine(({ kind, host, user, publicUrl, remotePort }, context) => {
    if (!HOST.test(host)) context.addIssue({ code: 'custom', path: ['host'], message: 'Enter the name of the SSH server.' })
    if (kind === 'public') return
    if (user === '') context.addIssue({ code: 'custom', path: ['user'], message: 'Enter the user on the SSH server.' })
    if (publicUrl === '' && !isLoopback(host))
      context.addIssue({
        code: 'custom',
        path: ['publicUrl'],
        message: 'Enter the address (https) under which your server passes calls on to its port.',
      })
    if (publicUrl !== '' && remotePort === 0)
      context.addIssue({
        code: 'custom',
        path: ['remotePort'],
        message: 'Enter the port on the server to which it passes the calls on.',
      })
  })
export type SshSettings = z.infer<typeof schema>

export const sshSettings = (settings: Record<string, unknown>): SshSettings => schema.parse(settings)

export const serverOf = ({ host, port }: Pick<SshSettings, 'host' | 'port'>): string => `${host}:${port}`

const own = { field: 'kind', is: 'own' }
const service = { field: 'kind', is: 'public' }

const privateKey: Field = {
  name: 'privateKey',
  label: 'Private key',
  help: 'The whole text of the file, with its first and last line.',
  kind: 'secret',
  isLong: true,
  required: false,
}
const passphrase: Field = { name: 'passphrase', label: 'Passphrase of the key', kind: 'secret', required: false }

export const fields: TunnelProviderType['fields'] = [
  {
    name: 'kind',
    label: 'Which server',
    kind: 'choice',
    required: true,
    options: [
      { value: 'own', label: 'My own server' },
      { value: 'public', label: 'A public service that says the address' },
    ],
  },
  { name: 'host', label: 'SSH server', kind: 'text', required: true, placeholder: 'ssh.shop.example' },
  { name: 'port', label: 'SSH port', kind: 'number', required: false, placeholder: '22', min: 1, max: 65_535 },
  { name: 'user', label: 'User', kind: 'text', required: true, placeholder: 'omni', when: own },
  {
    name: 'user',
    label: 'User',
    help: 'Most services need none. Some take a word of their own, or the token of an account.',
    kind: 'text',
    required: false,
    advanced: true,
    when: service,
  },
  { name: 'password', label: 'Password', kind: 'secret', required: false, when: own },
  { ...privateKey, when: own },
  { ...passphrase, when: own },
  { ...privateKey, advanced: true, when: service },
  { ...passphrase, advanced: true, when: service },
  {
    name: 'publicUrl',
    label: 'Public address',
    help: 'Your server passes its calls on to the port below, with their Host header.',
    kind: 'text',
    required: true,
    placeholder: 'https://hooks.shop.example',
    when: own,
  },
  {
    name: 'remotePort',
    label: 'Port on the server',
    help: 'Where it takes calls for this computer.',
    kind: 'number',
    required: true,
    placeholder: '8080',
    min: 1,
    max: 65_535,
    when: own,
  },
  {
    name: 'remoteHost',
    label: 'Address on the server',
    help: 'Empty: only the server itself reaches the port.',
    kind: 'text',
    required: false,
    placeholder: '0.0.0.0',
    advanced: true,
    when: own,
  },
  {
    name: 'remoteHost',
    label: 'Name at the service',
    help: 'Leave empty to take whatever name it gives.',
    kind: 'text',
    required: false,
    placeholder: 'my-shop',
    advanced: true,
    when: service,
  },
  {
    name: 'remotePort',
    label: 'Port at the service',
    help: 'Most services take web addresses at 80.',
    kind: 'number',
    required: false,
    placeholder: '80',
    min: 0,
    max: 65_535,
    advanced: true,
    when: service,
  },
]
