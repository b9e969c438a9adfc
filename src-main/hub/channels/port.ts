/**
 * What a channel is, seen from the hub.
 *
 * A channel turns the events of a platform into {@link ChannelEvent}s and {@link OutboundPart}s
 * into calls of the platform. It keeps no database and shares nothing between instances:
 * everything it needs comes with its {@link ChannelContext} and with each call.
 */

export type { Channel, ChannelContext, ChannelKeys, ConnectionPatch, MediaLimits, StoredMessage } from './port/channel.ts'
export type { ChannelCapabilities, ChannelDriver, ChannelTexts, Recipients, V1WhatsAppFields } from './port/driver.ts'
export type {
  AcceptedEvent,
  ChannelEvent,
  ChatRef,
  GroupFacts,
  IdentityRef,
  InboundMedia,
  InboundMessage,
  ReceiptState,
  Restriction,
  SenderForAgents,
} from './port/events.ts'
export type { FoundSend, OutboundPart, SendFailure, SendReceipt, SentRef, UnknownSend } from './port/sending.ts'
export { SendError } from './port/sending.ts'
export type { Arrival, CallForJournal, SignedCall, WebhookCall, WebhookDeclaration, WebhookOutcome } from './port/webhook.ts'
