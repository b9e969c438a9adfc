/** The REST routes of the fake server, answering as the recording and the contract say. */
import { randomUUID } from 'node:crypto'
import { type Answer, badRequest, type InstanceCall, Refusal, type RouteCall } from './answers.ts'
import { deleteMessage, updateMessage } from './changing.ts'
import { findMessages } from './messages.ts'
import { DEFAULT_SETTINGS, EVENTS, type FakeInstance, type Json, type WebhookConfig } from './model.ts'
import { sendRoute } from './sending.ts'

const ok = (body: unknown): Answer => ({ status: 200, body })
const created = (body: unknown): Answer => ({ status: 201, body })

/** Reads a `webhook` setting; unknown events and a missing list are refused as the real server does it. */
function webhookOf(instance: FakeInstance, value: unknown): WebhookConfig {
  const webhook = (value ?? {}) as Json
  const events = webhook['events']
  if (!Array.isArray(events)) throw new Refusal(500, 'Internal Server Error', ['Cannot read properties of undefined'])
  if (events.some((event) => !EVENTS.includes(event as string))) {
    throw badRequest([`instance.webhook.events[0] is not one of enum values: ${EVENTS.join(',')}`])
  }
  const url = webhook['url']
  if (typeof url !== 'string' || !URL.canParse(url)) throw badRequest('Invalid "url" property')
  const now = new Date().toISOString()
  return {
    id: randomUUID(),
    url,
    headers: (webhook['headers'] ?? {}) as Record<string, string>,
    enabled: webhook['enabled'] !== false,
    events: events.length === 0 ? EVENTS : (events as string[]),
    webhookByEvents: webhook['byEvents'] === true,
    webhookBase64: webhook['base64'] === true,
    createdAt: now,
    updatedAt: now,
    instanceId: instance.id,
  }
}

/** Routes without an instance in the path, by `METHOD /a/b`. */
export const GLOBAL_ROUTES: Record<string, (call: RouteCall) => Answer> = {
  'POST /instance/create': ({ server, body }) => {
    const name = typeof body['instanceName'] === 'string' ? body['instanceName'] : ''
    const integration = body['integration'] ?? 'WHATSAPP-BAILEYS'
    if (!['WHATSAPP-BAILEYS', 'WHATSAPP-BUSINESS', 'EVOLUTION'].includes(integration as string)) throw badRequest('Invalid integration')
    const instance = server.newInstance(name, integration as string)
    if (typeof body['token'] === 'string') instance.token = body['token']
    if (typeof body['number'] === 'string') instance.pairingNumber = body['number']
    for (const setting of Object.keys(DEFAULT_SETTINGS)) {
      if (body[setting] !== undefined) instance.settings[setting] = body[setting]
    }
    if (body['webhook']) instance.webhook = webhookOf(instance, body['webhook'])
    server.register(instance)
    server.emit(name, 'instance.create', { instanceName: name, instanceId: instance.id })
    if (body['qrcode'] === true) server.beginPairing(name)
    const webhook = instance.webhook
    return created({
      instance: {
        instanceName: name,
        instanceId: instance.id,
        integration,
        webhookWaBusiness: null,
        accessTokenWaBusiness: '',
        status: instance.state,
      },
      hash: instance.token,
      webhook: webhook
        ? {
            webhookUrl: webhook.url,
            webhookHeaders: webhook.headers,
            webhookByEvents: webhook.webhookByEvents,
            webhookBase64: webhook.webhookBase64,
          }
        : {},
      websocket: {},
      rabbitmq: {},
      nats: {},
      sqs: {},
      settings: instance.settings,
      ...(body['qrcode'] === true ? { qrcode: instance.qr ?? { count: 0 } } : {}),
    })
  },
}

function qrAnswer(instance: FakeInstance): Json {
  return instance.qr ? { ...instance.qr } : { count: 0 }
}

function stateAnswer(instance: FakeInstance): Json {
  return { instance: { instanceName: instance.name, state: instance.state } }
}

function closedSocket(instance: FakeInstance): void {
  if (instance.state !== 'open') throw new Refusal(500, 'Internal Server Error', ['Connection Closed'])
}

/** Routes of one instance, by `METHOD /a/b`; the name follows in the path. */
export const INSTANCE_ROUTES: Record<string, (call: InstanceCall) => Answer> = {
  'GET /instance/connect': ({ server, instance, query }) => {
    if (instance.state === 'open') return ok(stateAnswer(instance))
    // As in the real server, a number counts only where a new connection begins.
    if (instance.state === 'close') {
      instance.pairingNumber = query.get('number')
      server.beginPairing(instance.name)
    }
    return ok(qrAnswer(instance))
  },
  'GET /instance/connectionState': ({ instance }) => ok(stateAnswer(instance)),
  'POST /instance/restart': ({ server, instance }) => {
    if (instance.state === 'close') return ok({ error: true, message: `The "${instance.name}" instance is not connected` })
    server.reconnect(instance.name)
    return ok({ instance: { instanceName: instance.name, state: 'open' } })
  },
  'DELETE /instance/logout': ({ server, instance }) => {
    if (instance.state === 'close') throw badRequest(`The "${instance.name}" instance is not connected`)
    server.unlink(instance.name)
    return ok({ status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } })
  },
  'DELETE /instance/delete': ({ server, instance }) => {
    server.deleteInstance(instance.name)
    return ok({ status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } })
  },
  'POST /webhook/set': ({ instance, body }) => {
    if (!body['webhook']) throw badRequest(['instance requires property "webhook"'])
    instance.webhook = webhookOf(instance, body['webhook'])
    return created(instance.webhook)
  },
  'GET /webhook/find': ({ instance }) => ok(instance.webhook),
  'POST /settings/set': ({ instance, body }) => {
    instance.settings = { ...instance.settings, ...body }
    return created({ settings: { instanceName: instance.name, settings: instance.settings } })
  },
  'GET /settings/find': ({ instance }) => ok(instance.settings),
  'POST /chat/sendPresence': ({ instance, body }) => {
    if (typeof body['delay'] !== 'number') throw badRequest(['instance requires property "delay"'])
    closedSocket(instance)
    return created({ presence: body['presence'] })
  },
  'POST /chat/markMessageAsRead': ({ instance }) => {
    closedSocket(instance)
    return created({ message: 'Read messages', read: 'success' })
  },
  'POST /chat/updateMessage': (call) => ok(updateMessage(call)),
  'DELETE /chat/deleteMessageForEveryone': (call) => created(deleteMessage(call)),
  'POST /chat/findMessages': ({ instance, body }) => ok(findMessages(instance, body)),
  'POST /chat/findContacts': ({ instance, body }) => {
    const where = (body['where'] ?? {}) as Json
    const matches = (contact: Json): boolean => Object.entries(where).every(([name, value]) => contact[name] === value)
    return ok(instance.contacts.filter(matches))
  },
  'POST /chat/findChats': ({ instance }) => {
    const chats = [...new Set(instance.messages.map((message) => message.key.remoteJid))]
    return ok(chats.map((remoteJid) => ({ id: remoteJid, remoteJid, pushName: null, unreadCount: null, isSaved: true })))
  },
  'POST /chat/whatsappNumbers': ({ server, instance, body }) => {
    const numbers = Array.isArray(body['numbers']) ? (body['numbers'] as string[]) : []
    return ok(
      numbers.map((number) => {
        const jid = `${number}@s.whatsapp.net`
        const exists = !server.unknownNumbers.has(number)
        return {
          jid,
          exists,
          number,
          ...(exists && server.tellsLids ? { lid: number === instance.account ? `${instance.lid}@lid` : `9${number}@lid` } : {}),
        }
      }),
    )
  },
  'POST /chat/getBase64FromMediaMessage': ({ instance, body }) => {
    const id = ((body['message'] as Json | undefined)?.['key'] as Json | undefined)?.['id']
    const media = typeof id === 'string' ? instance.media.get(id) : undefined
    if (!media) throw badRequest('Message not found')
    return created({
      mediaType: 'media',
      fileName: null,
      caption: null,
      size: {},
      mimetype: media.mimetype,
      base64: media.base64,
      buffer: null,
    })
  },
  'POST /chat/fetchProfile': ({ instance, body }) => {
    const wuid = String(body['number'])
    const contact = instance.contacts.find((row) => String(row['remoteJid']).startsWith(wuid))
    return ok({ wuid, name: contact?.['pushName'] ?? null, numberExists: true, picture: contact?.['profilePicUrl'] ?? null })
  },
  'POST /chat/fetchProfilePictureUrl': ({ body }) => ok({ wuid: body['number'], profilePictureUrl: null }),
  'POST /chat/updateProfilePicture': ({ instance, body }) => {
    instance.profilePicUrl = String(body['picture'])
    return created({ update: 'success' })
  },
  'GET /group/findGroupInfos': ({ instance, query }) => {
    const id = query.get('groupJid') ?? ''
    const group = instance.groups.get(id)
    if (!group) throw badRequest('Error fetching group')
    return ok({ id, subject: group.subject, size: group.participants.length, participants: group.participants })
  },
  'GET /group/participants': ({ instance, query }) =>
    ok({ participants: instance.groups.get(query.get('groupJid') ?? '')?.participants ?? [] }),
  'GET /group/fetchAllGroups': ({ instance, query }) => {
    if (!query.has('getParticipants')) throw badRequest('The getParticipants needs to be informed in the query')
    return ok([...instance.groups].map(([id, group]) => ({ id, subject: group.subject })))
  },
}

for (const route of [
  'sendText',
  'sendMedia',
  'sendWhatsAppAudio',
  'sendSticker',
  'sendContact',
  'sendReaction',
  'sendPtv',
  'sendLocation',
]) {
  INSTANCE_ROUTES[`POST /message/${route}`] = (call) => {
    const answer = sendRoute(call, route)
    return created(answer)
  }
}
