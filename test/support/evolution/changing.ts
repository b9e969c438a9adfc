/** Messages of the account that are edited or taken back over REST. */
import { badRequest, type InstanceCall, Refusal } from './answers.ts'
import { newId } from './messages.ts'
import type { Json, StoredMessage } from './model.ts'

const EDITABLE_SECONDS = 15 * 60

function own({ instance }: InstanceCall, id: unknown): StoredMessage {
  if (instance.state !== 'open') throw new Refusal(500, 'Internal Server Error', ['Connection Closed'])
  const message = instance.messages.find(({ key }) => key.id === id && key.fromMe)
  if (message === undefined) throw badRequest('Message not found')
  return message
}

export function updateMessage(call: InstanceCall): Json {
  const { server, instance, body } = call
  for (const name of ['number', 'key', 'text']) if (body[name] === undefined) throw badRequest([`instance requires property "${name}"`])
  const target = own(call, (body['key'] as Json)['id'])
  if (target['messageType'] !== 'conversation' || target['status'] === 'DELETED') throw badRequest(['Message not compatible'])
  if (server.now() / 1000 - target.messageTimestamp > EDITABLE_SECONDS) throw badRequest(['Message is older than 15 minutes'])
  const editedMessage = { conversation: body['text'] }
  target.message = editedMessage
  const change = { key: target.key, type: 'MESSAGE_EDIT', editedMessage, timestampMs: String(server.now()) }
  server.emit(instance.name, 'messages.edited', change)
  return { key: { ...target.key, id: newId('3EB0') }, message: { protocolMessage: change }, status: 'PENDING' }
}

export function deleteMessage(call: InstanceCall): Json {
  const { server, instance, body } = call
  const target = own(call, body['id'])
  target['status'] = 'DELETED'
  server.emit(instance.name, 'messages.delete', { ...target, status: 'DELETED', participant: null })
  const key = { remoteJid: target.key.remoteJid, fromMe: true, id: newId('3EB0') }
  return { key, message: { protocolMessage: { key: target.key, type: 'REVOKE' } }, status: 'PENDING' }
}
