/** Calls, which no agent can take: a missed one is a line in the thread, so that somebody calls back. */
import type { WACallEvent } from 'baileys'
import type { ChannelEvent } from '../../port.ts'
import { directChatOf, identitiesOf, parseJid, personOf } from '../../whatsapp/jid.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { systemLine } from './system-line.ts'

/** The line of a call that was not taken; nothing for any other moment of a call. */
export function callEvents(call: WACallEvent, context: NormalizeContext): ChannelEvent[] {
  if (call.status !== 'timeout') return []
  const group = call.isGroup === true ? parseJid(call.groupJid ?? call.chatId) : null
  const person = personOf([call.from, call.callerPn, call.chatId], context.phoneOfLid)
  const externalId = group?.kind === 'group' ? group.address : directChatOf(person)
  if (externalId === null) return []
  return [
    systemLine({
      externalId: `call-${call.id}`,
      chat: { externalId, kind: group?.kind === 'group' ? 'group' : 'direct', name: null },
      identities: identitiesOf(person),
      text: call.isVideo === true ? 'Missed video call.' : 'Missed voice call.',
      sentAt: call.date.toISOString(),
      freshness: 'new',
    }),
  ]
}
