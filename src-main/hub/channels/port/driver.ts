/** What a kind of channel declares of itself: all that the hub, its REST API and the panel know of it. */

import type { Behaviour, ChannelKind, ChannelProvider, ChannelType } from '../../../../src-shared/contract/instances.ts'
import type { Channel, ChannelContext } from './channel.ts'
import type { IdentityRef } from './events.ts'
import type { WebhookDeclaration } from './webhook.ts'

export interface ChannelCapabilities {
  /** A repeated send with the same id is de-duplicated by the platform, so replay is safe. */
  deduplicatesSends: boolean
  /**
   * An answer may be edited in place while it is written. Not where every edit leaves a mark that its reader
   * would wonder about. `type.offers` says what a person may edit later.
   */
  canEdit: boolean
  /** The platform restricts and bans numbers that write too much: what is sent is paced and limited (see `number-health/`). */
  protectsNumber?: boolean
  maxTextLength: number
  hasGroups: boolean
}

/** How the people and chats of a platform are addressed. */
export interface Recipients {
  /** The chat for a recipient as REST clients give it (digits, `+55 …`, a full JID). Throws OmniError('bad_request'). */
  chatIdFor(recipient: string): string
  /**
   * The person of a direct chat, by its id or as a client writes a recipient. Null for what names no person, such as a
   * group, and where that cannot be told from it. Never throws.
   */
  identityOf(recipient: string): IdentityRef | null
  /** How a client may name the person of these ids; null where there is none. */
  addressOf(identities: readonly IdentityRef[]): string | null
  /** Absent: all chats that are opened by a recipient are direct. */
  isGroup?(chatExternalId: string): boolean
}

/** Each one sentence, with a line in the texts of the panel. */
export interface ChannelTexts {
  /** The file of a message is not on the platform any more. */
  fileGone?: string
  /** The number is restricted (`time_lock`), and so nothing is sent for a while. */
  restricted?: string
  /** The platform refused what it refuses before a ban, and so nothing is sent for a day. */
  refused?: string
}

/** What Omni v1's REST API tells of a WhatsApp account, and of no other. */
export interface V1WhatsAppFields {
  /** What the account is called on its server. */
  remoteName(settings: Record<string, unknown>, instanceName: string): string
  /** The connected account as v1 names it, from `Connection.account`. */
  ownerJid(account: string): string
}

/** How a kind of channel declares itself. One per folder, exported as `driver`. */
export interface ChannelDriver {
  channel: ChannelKind
  provider: ChannelProvider
  type: ChannelType
  capabilities: ChannelCapabilities
  /** How a new instance behaves where that differs from what is usual. */
  behaviour?: Partial<Behaviour>
  /** Parses and completes the non-secret settings; throws a ZodError that names the field. */
  parseSettings(settings: Record<string, unknown>): Record<string, unknown>
  /**
   * Names the account that an instance of these (parsed) settings would have, one key for every way to write it: no
   * two instances may have the same. Absent or null: that is known only once it is linked.
   */
  accountKey?(settings: Record<string, unknown>, instanceName: string): string | null
  /** Did others make the account's session on the platform? Absent: the channel always makes its own. */
  isAdopted?(settings: Record<string, unknown>, instanceName: string): boolean
  /** How the platform's people write what agents write in Markdown. Absent: as it is. Never throws. */
  fromMarkdown?(markdown: string): string
  recipients: Recipients
  /** What people are told where the platform has words of its own. */
  texts?: ChannelTexts
  /** Ways to WhatsApp only. */
  v1?: V1WhatsAppFields
  /** Its settings by the names that Omni v1 has for them on the wire. */
  wire?: { settings: Record<string, string> }
  /** Absent: its platform calls nobody. */
  webhook?: WebhookDeclaration
  create(context: ChannelContext): Channel
  /** Accounts that exist on the platform's server, whether registered here or not. */
  discover?(settings: Record<string, unknown>, secrets: Record<string, string>): Promise<{ name: string; profileName: string | null }[]>
}
