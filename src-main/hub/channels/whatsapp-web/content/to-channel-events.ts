/**
 * What Baileys reports, as events of the hub. Pure: one batch of `sock.ev.process` in, events out in
 * the order in which they must be taken in (who is who before what they said).
 *
 * Source of the shapes: Baileys 7.0.0-rc14, `Types/Events.d.ts`.
 *
 * Known limits: votes of polls stay encrypted and are not shown; view-once media is not given to
 * linked devices; what a channel (newsletter) or a status says is ignored.
 */
import type { BaileysEventMap } from 'baileys'
import { isObject, type JsonObject } from '../../../runtime/json.ts'
import type { ChannelEvent } from '../../port.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { callEvents } from './calls.ts'
import { groupFactEvents } from './group-facts.ts'
import { mappingEvents } from './mappings.ts'
import { waMessageEvents } from './message.ts'
import { groupEvents, participantEvents, presenceEvents, savedContactEvents } from './people.ts'
import { receiptEvents, updateEvents } from './receipts.ts'

const objects = (list: readonly unknown[] | undefined): JsonObject[] => (list ?? []).filter(isObject)

type TimeLock = NonNullable<BaileysEventMap['connection.update']['reachoutTimeLock']>

function lockEvent({ isActive, timeEnforcementEnds }: TimeLock): ChannelEvent {
  const until = timeEnforcementEnds instanceof Date ? timeEnforcementEnds.toISOString() : null
  return { type: 'restriction', restriction: isActive ? { kind: 'time_lock', until } : { kind: 'lifted' } }
}

/** Reads one batch. Never throws for what it does not know. */
export function toChannelEvents(batch: Partial<BaileysEventMap>, context: NormalizeContext): ChannelEvent[] {
  const history = batch['messaging-history.set']
  const upsert = batch['messages.upsert']
  const participants = batch['group-participants.update']
  const presence = batch['presence.update']
  const mapping = batch['lid-mapping.update']
  const lock = batch['connection.update']?.reachoutTimeLock
  return [
    ...(lock ? [lockEvent(lock)] : []),
    ...mappingEvents([...(mapping ? [mapping] : []), ...(history?.lidPnMappings ?? [])]),
    ...objects(history?.contacts).flatMap((contact) => savedContactEvents(contact, context)),
    ...objects(batch['contacts.upsert']).flatMap((contact) => savedContactEvents(contact, context)),
    ...objects(batch['contacts.update']).flatMap((contact) => savedContactEvents(contact, context)),
    ...objects(batch['groups.upsert']).flatMap((group) => [...groupEvents(group), ...participantEvents(group, context)]),
    ...objects(batch['groups.update']).flatMap((group) => groupEvents(group)),
    ...(participants ? participantEvents({ ...participants }, context) : []),
    // The newest first, as WhatsApp gives them: each goes before what is there.
    ...(history?.messages ?? []).flatMap((message) => waMessageEvents(message, 'history', context)),
    // A chat is named when it is there.
    ...objects(history?.chats).flatMap((chat) => groupEvents(chat)),
    ...(upsert?.messages ?? []).flatMap((message) => [...groupFactEvents(message, context), ...waMessageEvents(message, 'new', context)]),
    ...(batch['messages.update'] ?? []).flatMap((update) => updateEvents(update, context)),
    ...(batch['message-receipt.update'] ?? []).flatMap((update) => receiptEvents(update, context)),
    ...(batch.call ?? []).flatMap((call) => callEvents(call, context)),
    ...(presence ? (presenceEvents({ ...presence }, context) ?? []) : []),
  ]
}
