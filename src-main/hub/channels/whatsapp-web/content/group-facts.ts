/** What WhatsApp itself notes about a group (who joined, who left, a new name), as lines of its thread. */
import type { WAMessage } from 'baileys'
import type { ChannelEvent } from '../../port.ts'
import { identitiesOf, parseJid, personOf } from '../../whatsapp/jid.ts'
import type { NormalizeContext } from '../../whatsapp/normalize/context.ts'
import { stringAt } from '../../whatsapp/normalize/json.ts'
import { timeOf } from '../../whatsapp/normalize/message.ts'
import { cleanName } from '../../whatsapp/normalize/text.ts'
import { systemLine } from './system-line.ts'

/** Of `WebMessageInfo.StubType`. */
const SUBJECT = 21
const PEOPLE: Record<number, (names: string) => string> = {
  27: (names) => `${names} joined the group.`,
  28: (names) => `${names} was removed from the group.`,
  29: (names) => `${names} is an admin of the group now.`,
  30: (names) => `${names} is no admin of the group any more.`,
  31: (names) => `${names} joined the group.`,
  32: (names) => `${names} left the group.`,
}
const MAX_NAMED = 5

/** Members come as JSON texts of `{id, phoneNumber, …}`, or as plain addresses. */
function memberOf(parameter: unknown, context: NormalizeContext): ReturnType<typeof personOf> {
  if (typeof parameter !== 'string') return personOf([])
  try {
    const member: unknown = JSON.parse(parameter)
    return personOf([stringAt(member, 'id'), stringAt(member, 'phoneNumber'), stringAt(member, 'lid')], context.phoneOfLid)
  } catch {
    return personOf([parameter], context.phoneOfLid)
  }
}

function sentenceOf(type: number, parameters: readonly unknown[], context: NormalizeContext): string | null {
  if (type === SUBJECT) {
    const name = cleanName(parameters[0])
    return name === null ? null : `The group is called "${name}" now.`
  }
  const sentence = PEOPLE[type]
  if (sentence === undefined) return null
  const people = parameters.map((parameter) => memberOf(parameter, context))
  const names = people.flatMap(({ phone, lid }) => (phone !== null ? [`+${phone}`] : lid !== null ? [lid] : []))
  if (names.length === 0) return null
  const shown = names.slice(0, MAX_NAMED).join(', ')
  return sentence(names.length > MAX_NAMED ? `${shown} +${names.length - MAX_NAMED}` : shown)
}

export function groupFactEvents(message: WAMessage, context: NormalizeContext): ChannelEvent[] {
  const group = parseJid(message.key.remoteJid)
  const { messageStubType: type, key } = message
  if (group?.kind !== 'group' || typeof type !== 'number' || !key.id) return []
  const parameters: readonly unknown[] = Array.isArray(message.messageStubParameters) ? message.messageStubParameters : []
  const text = sentenceOf(type, parameters, context)
  if (text === null) return []
  const by = personOf([key.participant, key.participantAlt], context.phoneOfLid)
  return [
    systemLine({
      externalId: key.id,
      chat: { externalId: group.address, kind: 'group', name: type === SUBJECT ? cleanName(parameters[0]) : null },
      identities: identitiesOf(by),
      text,
      sentAt: timeOf(message.messageTimestamp, context.nowMs),
      freshness: 'history',
    }),
  ]
}
