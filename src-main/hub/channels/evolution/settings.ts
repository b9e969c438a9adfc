/** What an instance on an Evolution server is configured with. */

import * as z from 'zod'
import type { Field } from '../../../../src-shared/contract/fields.ts'
import { phoneDigits } from '../../../../src-shared/phone-number.ts'

/** `http://host:8080`, without the manager's page and without a slash at the end. */
const serverUrl = z
  .string()
  .trim()
  .max(2000)
  .transform((text) => text.replace(/\/+$/, '').replace(/\/manager$/, ''))
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'Enter the address of the server, such as http://192.168.1.10:8080.',
  )
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'Leave the user and password out of the address.')

const digits = z
  .string()
  .transform((text) => (text.trim() === '' ? '' : (phoneDigits(text) ?? '-')))
  .refine((text) => text === '' || (text.length >= 6 && text.length <= 15), 'Enter the number with its country code, 6 to 15 digits.')

export const settingsSchema = z.object({
  url: serverUrl,
  /** The instance's name on the Evolution server; empty means the same as here. */
  remoteName: z.string().trim().max(200).default(''),
  /** Digits. With it, a pairing code is offered beside the QR code. */
  phoneNumber: digits.default(''),
  integration: z.enum(['WHATSAPP-BAILEYS', 'WHATSAPP-BUSINESS', 'EVOLUTION']).default('WHATSAPP-BAILEYS'),
  /** Should the server send media along with the messages? */
  webhookBase64: z.boolean().default(true),
  /** How often the connection and missed messages are looked for while all is well. Milliseconds. */
  watchdogIntervalMs: z.number().int().min(1000).max(3_600_000).default(60_000),
  /** Set by Disconnect: the account stays linked, but nothing is received. */
  paused: z.boolean().default(false),
  /** The account, as it was last seen. Digits. */
  ownPhone: z.string().nullable().default(null),
  ownLid: z.string().nullable().default(null),
  /** Since when this account is linked here; older messages are not fetched. ISO 8601. */
  linkedAt: z.string().nullable().default(null),
  /** Who made the instance of this account (see `account-key.ts`) on the server, and its id there, once that is known. */
  origin: z.object({ account: z.string(), isOurs: z.boolean(), id: z.string().nullable() }).nullable().default(null),
  /** Another program's webhook that may be replaced: somebody said so. */
  replaceableWebhook: z.string().nullable().default(null),
  /** When Connect was last pressed; what came earlier and was missed is shown, but not answered. ISO 8601. */
  liveFrom: z.string().nullable().default(null),
})

export type EvolutionSettings = z.infer<typeof settingsSchema>

export const fields: Field[] = [
  {
    name: 'url',
    label: 'Server address',
    help: 'Where your Evolution API server answers.',
    kind: 'url',
    required: true,
    placeholder: 'http://localhost:8080',
  },
  {
    name: 'apiKey',
    label: 'API key',
    help: "The server's AUTHENTICATION_API_KEY, or the token of one existing instance.",
    kind: 'secret',
    required: true,
  },
  {
    name: 'phoneNumber',
    label: 'Phone number',
    help: 'With country code. Needed only to link by a pairing code instead of the QR code.',
    kind: 'phone',
    required: false,
    placeholder: '+55 11 98765 4321',
    advanced: true,
  },
  {
    name: 'remoteName',
    label: 'Name on the server',
    help: 'Only if the instance already exists there under another name.',
    kind: 'text',
    required: false,
    advanced: true,
  },
  {
    name: 'integration',
    label: 'Integration',
    help: 'WHATSAPP-BAILEYS unless you know that you need another.',
    kind: 'text',
    required: false,
    placeholder: 'WHATSAPP-BAILEYS',
    advanced: true,
  },
  {
    name: 'webhookBase64',
    label: 'Receive pictures and voice messages',
    help: 'The server sends files along with the messages.',
    kind: 'boolean',
    required: false,
    advanced: true,
  },
]

/** Evolution's licence asks for this to be seen by whoever administers the system. */
export const EVOLUTION_NOTICE =
  'WhatsApp by Evolution: this app uses Evolution API (evolution-api), © Evolution Foundation, licensed under the Apache License 2.0 with additional conditions. Evolution API runs on a server of your own and is not part of this app.'
